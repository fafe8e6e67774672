import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The sandbox as a program that Node can start, for tests: there the sources are
 * TypeScript, which a child process cannot read.
 */
export async function bundleSandbox(): Promise<{
  readonly command: readonly string[];
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-sandbox-'));
  const file = join(folder, 'sandbox.cjs');
  const entry = join(folder, 'entry.ts');
  const main = join(__dirname, '..', 'sql', 'sandboxMain');
  await writeFile(
    entry,
    `import { sandboxMain } from ${JSON.stringify(main)};\nsandboxMain();\n`,
  );
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'error',
    plugins: [
      {
        name: 'native library from where it is installed',
        setup: own =>
          own.onResolve({ filter: /^@duckdb\/node-api$/ }, ({ path }) => ({
            path: require.resolve(path),
            external: true,
          })),
      },
    ],
  });
  return {
    command: [process.execPath, file],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
