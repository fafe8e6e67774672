// `npm run docs`: writes the pages under docs/reference that come from the code.
import { spawnSync } from 'node:child_process';
import { at, root } from './toolchain.mjs';

for (const writer of ['reference.mjs', 'apiReference.mjs']) {
  const { status } = spawnSync(
    process.execPath,
    [at('packages', 'cli', 'dist', writer), at('docs', 'reference')],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(status ?? 1);
}
