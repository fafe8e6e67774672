// What the machine must be and have: root, control groups, Go, and a few packages of Debian.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { NotRun } from './notRun.mjs';

/** Program on PATH → the package of Debian that holds it. */
const PACKAGES = {
  containerd: 'containerd',
  runc: 'runc',
  ctr: 'containerd',
  mmdebstrap: 'mmdebstrap',
  openssl: 'openssl',
};

/** Controllers without which a memory limit would mean nothing. */
const CONTROLLERS = ['cpu', 'memory', 'pids'];

const isThere = program =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** @throws NotRun naming what is missing and cannot be had */
export function prepareMachine(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NotRun(
      `the cluster runs on linux-x64, this is ${process.platform}-${process.arch}`,
    );
  }
  if (process.getuid() !== 0) {
    throw new NotRun('the cluster needs root: it starts containers');
  }
  for (const name of CONTROLLERS) {
    if (!hasController(name)) {
      throw new NotRun(`no control group "${name}" is mounted and writable`);
    }
  }
  if (!isThere('go')) {
    throw new NotRun('Go (1.24 or newer) is not on PATH: it builds Kubernetes');
  }
  installMissing(log);
}

function installMissing(log) {
  const missing = Object.keys(PACKAGES).filter(program => !isThere(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(program => PACKAGES[program]))];
  log(`installing ${packages.join(', ')}`);
  if (!isThere('apt-get')) {
    throw new NotRun(`apt-get is not here to install ${packages.join(', ')}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8' });
  apt('update');
  const done = apt('install', '-y', '--no-install-recommends', ...packages);
  if (done.status !== 0) {
    throw new NotRun(
      `"apt-get install ${packages.join(' ')}" ended with ${done.status}: ` +
        done.stderr.trim().split('\n').at(-1),
    );
  }
}

function hasController(name) {
  const folder = `/sys/fs/cgroup/${name}`;
  try {
    if (fs.existsSync('/sys/fs/cgroup/cgroup.controllers')) {
      const unified = '/sys/fs/cgroup/cgroup.controllers';
      return fs.readFileSync(unified, 'utf8').split(/\s+/).includes(name);
    }
    fs.accessSync(`${folder}/cgroup.procs`, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
