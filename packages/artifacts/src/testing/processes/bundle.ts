import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..', '..');

/** Makes one file of a script beside this one, which node can run without jest. */
export function bundle(script: string, folder: string): string {
  const outfile = join(folder, `${script}.mjs`);
  execFileSync(
    join(ROOT, 'node_modules', '.bin', 'esbuild'),
    [
      join(__dirname, `${script}.ts`),
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--target=node22',
      '--log-level=warning',
      `--outfile=${outfile}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return outfile;
}
