// All 3 million flights: how long features, split and checks take, and how much memory.
import path from 'node:path';
import {
  CLI,
  inTemporaryFolder,
  machine,
  root,
  timedWithMemory,
} from './measure.mjs';

const file = path.join(root, 'examples/flight-delay/pipeline-full.yaml');
const COUNTED = [
  'build-features',
  'materialize-dataset',
  'split-dataset',
  'check-dataset',
];

await inTemporaryFolder('trainyard-full-', async folder => {
  const store = path.join(folder, 'store');
  const run = await timedWithMemory(process.execPath, [
    CLI,
    ...['run', file, '--store', store, '--json'],
  ]);
  const { steps, metrics } = JSON.parse(run.stdout);
  console.log(machine());
  for (const { id, seconds } of steps) {
    console.log(`${id.padEnd(22)} ${seconds.toFixed(1)} s`);
  }
  const counted = steps
    .filter(({ id }) => COUNTED.includes(id))
    .reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(`${COUNTED.join(' + ')}: ${counted.toFixed(1)} s`);
  console.log(
    `whole run ${run.seconds.toFixed(1)} s, peak memory of the runner ${(run.peakBytes / 1e9).toFixed(2)} GB`,
  );
  console.log(`test AUC, calibrated ${metrics['test.calibrated.auc']}`);
});
