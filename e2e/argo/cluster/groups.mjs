// The control group below which one cluster's containers live: by it they are found, also when
// nobody is left who knows of them.
import fs from 'node:fs';
import path from 'node:path';

const ROOT = '/sys/fs/cgroup';
const UNIFIED = path.join(ROOT, 'cgroup.controllers');

/** Where a group is to be found: one place, or one for each controller (version 1). */
function placesOf(group) {
  if (fs.existsSync(UNIFIED)) return [path.join(ROOT, group)];
  return fs
    .readdirSync(ROOT, { withFileTypes: true })
    .filter(it => it.isDirectory())
    .map(it => path.join(ROOT, it.name, group));
}

export function makeGroup(group) {
  if (fs.existsSync(UNIFIED)) {
    const wanted = '+cpu +memory +pids +cpuset';
    fs.writeFileSync(path.join(ROOT, 'cgroup.subtree_control'), wanted);
  }
  for (const place of placesOf(group)) {
    fs.mkdirSync(place, { recursive: true });
    // A new group of version 1 may use no processor before it is told which (cpuset).
    for (const name of ['cpuset.cpus', 'cpuset.mems']) {
      const file = path.join(place, name);
      if (!fs.existsSync(file)) continue;
      fs.writeFileSync(file, fs.readFileSync(path.join(ROOT, 'cpuset', name)));
    }
  }
}

/** The group and all below it, the innermost first. */
function* insideOut(place) {
  if (!fs.existsSync(place)) return;
  for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* insideOut(path.join(place, entry.name));
  }
  yield place;
}

/** Ends every process of the group, and removes it. */
export async function removeGroup(group) {
  for (let left = 100; left > 0; left -= 1) {
    const folders = placesOf(group).flatMap(place => [...insideOut(place)]);
    if (folders.length === 0) return;
    for (const folder of folders) {
      for (const pid of processesIn(folder)) kill(pid);
      try {
        fs.rmdirSync(folder);
      } catch (error) {
        // Its last process is still ending.
        if (!['EBUSY', 'ENOENT'].includes(error.code)) throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`processes of control group ${group} do not end`);
}

function processesIn(folder) {
  try {
    const text = fs.readFileSync(path.join(folder, 'cgroup.procs'), 'utf8');
    return text.split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
