// Formatting, lint, types: what needs no test to be seen.
import { spawnSync } from 'node:child_process';
import { at, root, say } from './toolchain.mjs';

const checks = [
  ['formatting', 'prettier', ['--check', '--log-level=warn', '.']],
  ['lint', 'backstage-cli', ['repo', 'lint', '--max-warnings=0']],
  ['types', 'tsc', ['--noEmit']],
];

for (const [what, bin, args] of checks) {
  const began = performance.now();
  const done = spawnSync(
    process.execPath,
    [at('node_modules', '.bin', bin), ...args],
    { cwd: root, stdio: 'inherit' },
  );
  if (done.status !== 0) {
    say(`${what}: not clean; "npm run fix" mends what a machine can mend`);
    process.exit(1);
  }
  say(`${what}: clean (${((performance.now() - began) / 1000).toFixed(0)} s)`);
}
