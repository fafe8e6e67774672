// `npm test`: formatting, lint, types and every test, each once. What this machine cannot run is
// named and counted, never passed in silence.
//
//   npm test                all
//   npm test -- PATTERN …   only the tests whose path matches
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Advice, at, root, say } from './toolchain.mjs';
import { versitygw } from './versitygw.mjs';

const patterns = process.argv.slice(2);

if (patterns.length === 0) {
  const { status } = spawnSync(process.execPath, [at('scripts', 'check.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

// Before the tests, whose patience ends sooner; those that need it say that they lack it.
await versitygw().catch(error => {
  if (!(error instanceof Advice)) throw error;
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-test-'));
const report = path.join(folder, 'report.json');
const jest = spawn(
  process.execPath,
  [
    at('node_modules', '.bin', 'backstage-cli'),
    ...['repo', 'test', '--watchAll=false'],
    ...['--json', `--outputFile=${report}`],
    ...patterns,
  ],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'test' },
  },
);
// A test that this machine cannot run says so in a line that begins with NOT RUN.
const notRun = new Set();
let said = '';
jest.stderr.on('data', piece => {
  process.stderr.write(piece);
  said += piece;
  const lines = said.split('\n');
  said = lines.pop();
  for (const line of lines) {
    const [, reason] = /NOT RUN: (.*)/.exec(line) ?? [];
    if (reason) notRun.add(reason);
  }
});
const status = await new Promise(resolve => jest.on('close', resolve));

const counted = fs.existsSync(report)
  ? JSON.parse(fs.readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
fs.rmSync(folder, { recursive: true });
const { numPassedTests, numFailedTests, numPendingTests } = counted;
for (const reason of notRun) say(`skipped: ${reason}`);
console.log(
  `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`,
);
if (numPendingTests > 0 && notRun.size === 0) {
  say('tests were skipped that do not say why');
  process.exit(1);
}
process.exit(status ?? 1);
