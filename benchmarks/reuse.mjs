// The example run again with nothing changed, against asking for the version.
import path from 'node:path';
import {
  CLI,
  inTemporaryFolder,
  machine,
  median,
  range,
  root,
  timed,
} from './measure.mjs';

const ROUNDS = 7;
const file = path.join(root, 'examples/flight-delay/pipeline.yaml');

await inTemporaryFolder('trainyard-reuse-', folder => {
  const args = [
    CLI,
    'run',
    file,
    '--store',
    path.join(folder, 'store'),
    '--json',
  ];
  const first = timed(process.execPath, args);
  const versions = [];
  const again = [];
  let last;
  for (let round = 0; round < ROUNDS; round++) {
    versions.push(timed(process.execPath, [CLI, '--version']).seconds);
    last = timed(process.execPath, args);
    again.push(last.seconds);
  }
  const { steps } = JSON.parse(last.stdout);
  const reused = steps.filter(({ status }) => status === 'reused').length;
  const beyond = again.map((seconds, i) => seconds - versions[i]);
  console.log(machine());
  console.log(`first run          ${first.seconds.toFixed(1)} s`);
  console.log(
    `run again          ${range(again)}: ${reused} of ${steps.length} steps reused`,
  );
  console.log(`trainyard --version  ${range(versions)}`);
  console.log(`beyond --version   ${median(beyond).toFixed(2)} s`);
});
