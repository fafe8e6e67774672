// `npm run bench -- NAME`: runs one of benchmarks/.
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { at, root, say } from './toolchain.mjs';

const [name] = process.argv.slice(2);
/** What benchmarks are made of. */
const PARTS = ['measure.mjs', 'manyRuns.mjs'];
const known = fs
  .readdirSync(at('benchmarks'))
  .filter(file => file.endsWith('.mjs') && !PARTS.includes(file))
  .map(file => file.replace('.mjs', ''));
if (!known.includes(name)) {
  say(`no benchmark "${name ?? ''}"; there are: ${known.join(', ')}`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  [at('benchmarks', `${name}.mjs`)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
