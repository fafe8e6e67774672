/**
 * The built-in steps of a training pipeline, on DuckDB.
 *
 * @packageDocumentation
 */
export * from './duckdb/session';
export * from './duckdb/logicalDigest';
export * from './duckdb/writeParquet';
export * from './builtinSteps';
export { sandboxMain } from './sql/sandboxMain';
export { judgeSpecification } from './sql/judgeSpecification';
