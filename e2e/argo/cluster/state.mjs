// A cluster's state folder: all that it writes, and enough to end it when nobody else remembers it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { inCache } from './cache.mjs';
import { removeGroup } from './groups.mjs';
import { processesOf, sameProcess, thisProcess } from './processes.mjs';
import { run } from './run.mjs';

const PREFIX = 'trainyard-cluster-';
const LINKS_OF_LOGS = '/var/log/containers';

/** @param detached - it stays when this process ends, until it is stopped by name */
export function makeState({ detached }) {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
  for (const name of [
    'processes',
    'logs',
    'network',
    'kubelet-plugins',
    's3',
  ]) {
    fs.mkdirSync(path.join(state, name));
  }
  fs.writeFileSync(
    path.join(state, 'owner.json'),
    JSON.stringify(detached ? { detached } : thisProcess()),
  );
  return state;
}

/** The name of its control group. */
export const groupOf = state => path.basename(state);

/** Where its containers lie: beside the images, whose files they share. */
export const containersOf = state => inCache('running', path.basename(state));

export const statesThere = () =>
  fs
    .readdirSync(os.tmpdir())
    .filter(name => name.startsWith(PREFIX))
    .map(name => path.join(os.tmpdir(), name));

/** Ends clusters whose owner was killed before it could. */
export async function removeAbandoned(log) {
  for (const state of statesThere()) {
    const note = path.join(state, 'owner.json');
    if (!fs.existsSync(note)) continue;
    const owner = JSON.parse(fs.readFileSync(note, 'utf8'));
    if (owner.detached || sameProcess(owner)) continue;
    if (!claims(note)) continue;
    log(`removing the abandoned cluster ${state}`);
    await removeState(state);
  }
}

/** Whether it is this process that ends it: several may have found it. */
function claims(note) {
  try {
    fs.renameSync(note, `${note}.of-${process.pid}`);
    return true;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
}

/** Ends everything of a cluster by what its folder tells, whoever started it, and removes it. */
export async function removeState(state) {
  const processes = processesOf(state);
  const names = processes.names();
  // containerd last: a shim that loses its container tells it.
  await Promise.all(
    names.filter(name => name !== 'containerd').map(it => processes.end(it)),
  );
  const sockets = socketsOfShims(state);
  for (const pid of shimsOf(state)) process.kill(pid, 'SIGKILL');
  await processes.end('containerd');
  await removeGroup(groupOf(state));
  await unmountBelow(state);
  for (const socket of sockets) fs.rmSync(socket, { force: true });
  removeLinksInto(state);
  fs.rmSync(state, { recursive: true, force: true });
  // Tens of thousands of files: nobody has to wait for that.
  spawn('rm', ['-rf', containersOf(state)], {
    detached: true,
    stdio: 'ignore',
  }).unref();
}

/** containerd's shims outlive it; each names its socket, which lies in the state folder. */
function shimsOf(state) {
  return fs
    .readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .filter(pid => {
      try {
        const words = fs
          .readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .split('\0');
        return (
          words[0].includes('containerd-shim') &&
          words.includes(`${state}/containerd.sock`)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Shims listen outside of the state folder. */
function socketsOfShims(state) {
  const tasks = path.join(
    state,
    'containerd/run/io.containerd.runtime.v2.task/k8s.io',
  );
  if (!fs.existsSync(tasks)) return [];
  return fs.readdirSync(tasks).flatMap(name => {
    const address = path.join(tasks, name, 'address');
    if (!fs.existsSync(address)) return [];
    return [fs.readFileSync(address, 'utf8').replace(/^unix:\/\//, '')];
  });
}

const mountsBelow = state =>
  fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map(line => line.split(' ')[4])
    .filter(place => place?.startsWith(`${state}/`));

async function unmountBelow(state) {
  // What was mounted last may lie in what was mounted before.
  for (const mount of mountsBelow(state).reverse()) {
    try {
      await run('umount', ['-l', mount]);
    } catch (error) {
      // A container that was about to end may have been faster.
      if (mountsBelow(state).includes(mount)) throw error;
    }
  }
}

function removeLinksInto(state) {
  if (!fs.existsSync(LINKS_OF_LOGS)) return;
  for (const name of fs.readdirSync(LINKS_OF_LOGS)) {
    const link = path.join(LINKS_OF_LOGS, name);
    if (fs.readlinkSync(link).startsWith(`${state}/`)) fs.rmSync(link);
  }
}
