import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A file of this folder as plain JavaScript, for tests that start and kill whole processes. */
export async function bundledProgram(
  entry: string,
): Promise<{ readonly file: string; remove(): Promise<void> }> {
  // Below node_modules, where what no bundle can hold is found.
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
    external: ['@duckdb/node-api', '@backstage/*'],
    logLevel: 'error',
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
