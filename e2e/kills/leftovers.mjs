// What must not be left when all runs have ended.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../../scripts/toolchain.mjs';

/** Processes of runs: runners by their request, commands by where they write. */
export function processesOf({ store }) {
  const mine = read =>
    ['cmdline', 'environ'].some(name => read(name).includes(store));
  return fs
    .readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter(pid => mine(name => readOf(pid, name)))
    .map(pid => `process ${pid}: ${readOf(pid, 'cmdline')}`);
}

/** Where a test was cut off: nothing of it goes on. */
export function endProcesses(place) {
  for (const line of processesOf(place)) {
    const [, pid] = /^process (\d+)/.exec(line);
    spawnSync('kill', ['-9', pid]);
  }
}

function readOf(pid, name) {
  try {
    return fs
      .readFileSync(`/proc/${pid}/${name}`, 'utf8')
      .replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Whether every byte is what its name says. @throws where one is not */
export function verifyStore({ store }) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [at('packages/cli/dist/trainyard.mjs'), 'verify', '--store', store],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`verify: ${stdout}\n${stderr}`);
}

/**
 * Attempts in the store that no answer named: of runs that were written and never came
 * to be known, which is allowed while nobody executes them.
 */
export function strayRuns({ store }, runs) {
  const folder = path.join(store, 'runs');
  const known = new Map(runs.map(({ run, attempts }) => [run, attempts]));
  const stray = [];
  let unknown = 0;
  for (const run of fs.readdirSync(folder)) {
    const attempts = fs
      .readdirSync(path.join(folder, run))
      .filter(name => /^\d+$/.test(name)).length;
    if (!known.has(run)) unknown += 1;
    if (attempts > (known.get(run) ?? 0)) {
      stray.push(`run ${run} has ${attempts} attempts in the store`);
    }
  }
  return { stray, unknown };
}
