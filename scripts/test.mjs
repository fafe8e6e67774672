// `npm test`: formatting, lint, types and every test, each once. What this machine cannot run is
// named and counted, never passed in silence.
//
//   npm test                all
//   npm test -- PATTERN …   only the tests whose path matches
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, root, say } from './toolchain.mjs';

const patterns = process.argv.slice(2);

function run(args, env = process.env) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env })
      .status ?? 1
  );
}

if (patterns.length === 0 && run([at('scripts', 'check.mjs')]) !== 0) {
  process.exit(1);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-test-'));
const report = path.join(folder, 'report.json');
// A test that cannot run here says why in this file, one JSON line each.
const skipped = path.join(folder, 'skipped.jsonl');
const status = run(
  [
    at('node_modules', '.bin', 'backstage-cli'),
    'repo',
    'test',
    '--watchAll=false',
    '--json',
    `--outputFile=${report}`,
    ...patterns,
  ],
  { ...process.env, TRAINYARD_SKIPPED: skipped, NODE_ENV: 'test' },
);

const { numPassedTests, numFailedTests, numPendingTests } = fs.existsSync(
  report,
)
  ? JSON.parse(fs.readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
const reasons = fs.existsSync(skipped)
  ? fs
      .readFileSync(skipped, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  : [];
for (const { tests, because } of reasons) {
  say(`skipped: ${tests}, because ${because}`);
}
fs.rmSync(folder, { recursive: true });
if (numPendingTests > 0 && reasons.length === 0) {
  say(`${numPendingTests} tests were skipped and do not say why`);
  process.exit(1);
}
console.log(
  `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`,
);
process.exit(status);
