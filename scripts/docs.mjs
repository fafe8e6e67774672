// `npm run docs`: writes the pages under docs/reference that come from the code.
import { spawnSync } from 'node:child_process';
import { at, root } from './toolchain.mjs';

const { status } = spawnSync(
  process.execPath,
  [at('packages', 'cli', 'dist', 'reference.mjs'), at('docs', 'reference')],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
