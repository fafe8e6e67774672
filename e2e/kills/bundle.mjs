// One file starts in a fraction of the time that thousands of modules take.
import fs from 'node:fs';
import { build } from 'esbuild';
import { at } from '../../scripts/toolchain.mjs';

export const PROGRAM = at('.cache/kills/backend.cjs');

export async function bundlePortal() {
  // Another test may be starting portals from it now.
  const draft = PROGRAM.replace(/\.cjs$/, `.${process.pid}.cjs`);
  await build({
    entryPoints: [at('e2e/kills/backend.ts')],
    outfile: draft,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'error',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: {
      js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;",
    },
    loader: { '.node': 'copy' },
    // Native, or read files of their own, or are asked for only by other databases.
    external: [
      ...['better-sqlite3', 'pg-native', 'pg-format', 'pg-query-stream'],
      ...['@duckdb/node-api', '@google-cloud/*', '@node-rs/*', 'cpu-features'],
      ...['mariadb', 'mariadb/*', 'mysql', 'mysql2', 'oracledb', 'sqlite3'],
      ...['tedious', 'isolated-vm', 'typescript'],
    ],
  });
  fs.renameSync(draft, PROGRAM);
}
