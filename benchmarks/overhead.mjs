// What the runner adds to a pipeline of commands that do nothing: start-up, digests and durable writes.
import fs from 'node:fs';
import path from 'node:path';
import {
  CLI,
  inTemporaryFolder,
  machine,
  median,
  range,
  timed,
} from './measure.mjs';

const STEPS = 11;
const ROUNDS = 7;

const [, python] = timed('python3', ['-c', 'import sys; print(sys.executable)'])
  .stdout.trim()
  .match(/(.*)/);

function pipeline(folder) {
  const names = Array.from(
    { length: STEPS },
    (_, i) => `step-${String(i + 1).padStart(2, '0')}`,
  );
  const steps = names.map((name, i) => {
    const needs = i === 0 ? '' : `, needs: [${names[i - 1]}]`;
    return `  ${name}: {command: [python3, -c, pass]${needs}}`;
  });
  const file = path.join(folder, 'pipeline.yaml');
  fs.writeFileSync(
    file,
    `spec_version: 1\npipeline: no-op\nas_of: 2001-07-01\nsteps:\n${steps.join('\n')}\n`,
  );
  return file;
}

/** One durable write as the store does it: a file and its folder, each synced. */
function durableWrite(folder) {
  const seconds = Array.from({ length: 200 }, (_, i) => {
    const began = performance.now();
    const file = fs.openSync(path.join(folder, `write-${i}`), 'wx');
    fs.writeSync(file, 'x'.repeat(300));
    fs.fsyncSync(file);
    fs.closeSync(file);
    const parent = fs.openSync(folder, 'r');
    fs.fsyncSync(parent);
    fs.closeSync(parent);
    return (performance.now() - began) / 1000;
  });
  return median(seconds);
}

await inTemporaryFolder('trainyard-overhead-', folder => {
  const file = pipeline(folder);
  timed(process.execPath, [CLI, 'pin', file]);
  const loops = [];
  const runs = [];
  // Side by side, so that a machine whose speed drifts is unfair to neither.
  for (let round = 0; round <= ROUNDS; round++) {
    const loop = timed('/bin/sh', [
      '-c',
      `for i in $(seq ${STEPS}); do "$1" -c pass; done`,
      'sh',
      python,
    ]).seconds;
    const store = path.join(folder, `store-${round}`);
    const run = timed(process.execPath, [CLI, 'run', file, '--store', store]);
    // The first round warms the disk and the compile cache.
    if (round > 0) {
      loops.push(loop);
      runs.push(run.seconds);
    }
  }
  const ratios = runs.map((seconds, i) => seconds / loops[i]);
  console.log(machine());
  console.log(`bare loop of ${STEPS} Python processes  ${range(loops)}`);
  console.log(`trainyard run of ${STEPS} no-op steps   ${range(runs)}`);
  console.log(
    `ratio                               ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
  console.log(
    `one durable write (file and folder)  ${(durableWrite(folder) * 1000).toFixed(2)} ms`,
  );
});
