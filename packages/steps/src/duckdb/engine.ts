/**
 * DuckDB, loaded on first need: a run whose steps are all reused opens no
 * database, and the native library takes longer to load than such a run.
 */
export function engine(): typeof import('@duckdb/node-api') {
  return require('@duckdb/node-api');
}
