import { build } from 'esbuild';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A program of this package as plain JavaScript, for tests that kill whole processes. */
export async function bundled(
  entry: string,
): Promise<{ readonly file: string; remove(): Promise<void> }> {
  // Below node_modules, where DuckDB is found: no bundle can hold its native library.
  const cache = join(__dirname, '../../../../node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'trainyard-test-'));
  const file = join(folder, 'program.cjs');
  await build({
    entryPoints: [join(__dirname, entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@duckdb/node-api'],
    logLevel: 'error',
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
