// Processes that may outlive the one that started them are known by their id and the moment they began.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Milliseconds before what ended by itself is started again. */
const AGAIN_AFTER = 500;

/** Ticks since boot at which a process began; undefined where there is none (or only its remains). */
function beganAt(pid) {
  try {
    // The name in parentheses may hold blanks and parentheses.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ['Z', 'X'].includes(fields[0]) ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export const thisProcess = () => ({
  pid: process.pid,
  began: beganAt(process.pid),
});

/** Whether a process that was noted is still the one that bears its id. */
export const sameProcess = ({ pid, began }) =>
  began !== undefined && beganAt(pid) === began;

/** The processes of one state folder, noted in `processes/<name>.json`, their output in `logs/<name>.log`. */
export function processesOf(state) {
  const noteOf = name => path.join(state, 'processes', `${name}.json`);
  const read = name => {
    const note = noteOf(name);
    return fs.existsSync(note)
      ? JSON.parse(fs.readFileSync(note, 'utf8'))
      : { pid: 0 };
  };
  return {
    /**
     * Starts it in a session of its own, so that a Ctrl-C here does not end it first.
     *
     * @param again - where it ends by itself it is started again, as a cluster does
     *   with its parts; only for as long as this process lives
     */
    start(name, program, args, { env = {}, again = false } = {}) {
      const log = fs.openSync(path.join(state, 'logs', `${name}.log`), 'a');
      const child = spawn(program, args, {
        cwd: state,
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...env },
      });
      fs.closeSync(log);
      child.on('error', () => {});
      child.unref();
      const { pid } = child;
      fs.writeFileSync(
        noteOf(name),
        JSON.stringify({ pid, began: beganAt(pid) }),
      );
      if (!again) return;
      child.on('exit', () => {
        const restart = () => {
          if (read(name).pid === pid) {
            this.start(name, program, args, { env, again });
          }
        };
        setTimeout(restart, AGAIN_AFTER).unref();
      });
    },

    isAlive: name => sameProcess(read(name)),

    signal(name, signal) {
      const noted = read(name);
      if (sameProcess(noted)) process.kill(noted.pid, signal);
    },

    /** Kills it, and waits until it is gone. */
    async end(name) {
      const noted = read(name);
      fs.rmSync(noteOf(name), { force: true });
      while (sameProcess(noted)) {
        process.kill(noted.pid, 'SIGKILL');
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    },

    /** What it said last, for a message about its failure. */
    lastWords: name =>
      fs
        .readFileSync(path.join(state, 'logs', `${name}.log`), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(-8)
        .join('\n'),

    names: () =>
      fs.existsSync(path.join(state, 'processes'))
        ? fs
            .readdirSync(path.join(state, 'processes'))
            .map(note => path.basename(note, '.json'))
        : [],
  };
}
