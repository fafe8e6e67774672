// Every feature of the example against a reference that imports nothing of ours, and the same
// reference with the edge of its windows moved by a minute, which has to disagree.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CLI, inTemporaryFolder, machine, root, timed } from './measure.mjs';

const example = path.join(root, 'examples/flight-delay');
const reference = path.join(example, 'reference/reference_features.py');

/** The Python environment that the run has made. */
function python() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const environments = path.join(cache, 'trainyard/environments');
  const [folder] = fs
    .readdirSync(environments)
    .map(name => path.join(environments, name))
    .filter(name => fs.existsSync(path.join(name, 'complete')));
  const build = fs.readFileSync(path.join(folder, 'complete'), 'utf8').trim();
  return path.join(folder, build, 'bin/python');
}

function fileOf(store, tree, name) {
  const list = path.join(store, 'trees', `${tree}.json`);
  const { entries } = JSON.parse(fs.readFileSync(list, 'utf8'));
  const { sha256 } = entries.find(entry => entry.path === name);
  return path.join(store, 'blobs/sha256', sha256.slice(0, 2), sha256);
}

await inTemporaryFolder('trainyard-reference-', folder => {
  const store = path.join(folder, 'store');
  const { stdout } = timed(process.execPath, [
    CLI,
    ...['run', path.join(example, 'pipeline.yaml')],
    ...['--store', store, '--json'],
  ]);
  const { steps } = JSON.parse(stdout);
  const outputsOf = name => steps.find(({ id }) => id === name).outputs;
  const compare = (...more) =>
    spawnSync(
      python(),
      [
        reference,
        fileOf(store, outputsOf('build-tables').examples, 'examples.parquet'),
        fileOf(store, outputsOf('build-features').features, 'features.parquet'),
        ...more,
      ],
      { encoding: 'utf8' },
    );
  const lastLine = ({ stdout: text }) => text.trim().split('\n').at(-1);
  const equal = compare();
  const moved = compare('--shift-edge-minutes', '1');
  console.log(machine());
  console.log(`as they are:             ${lastLine(equal)}`);
  console.log(`an edge moved by 1 min:  ${lastLine(moved)}`);
  if (equal.status !== 0 || moved.status === 0) process.exitCode = 1;
});
