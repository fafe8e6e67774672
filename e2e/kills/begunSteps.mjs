// Hears each step that begins, by a named pipe.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

/** @returns how often each step of each token has begun, and who wants to know at once */
export function hearSteps(pipe) {
  const made = spawnSync('mkfifo', ['-m', '622', pipe]);
  if (made.status !== 0) throw new Error(`mkfifo ${pipe}: ${made.stderr}`);
  // Also for writing: it does not end when the last step lets go of it.
  const { O_RDWR, O_NONBLOCK } = fs.constants;
  const fd = fs.openSync(pipe, O_RDWR | O_NONBLOCK);
  const socket = new net.Socket({ fd, readable: true, writable: false });
  const times = new Map();
  const listeners = new Set();
  let rest = '';
  socket.on('data', bytes => {
    const lines = (rest + bytes).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      times.set(line, (times.get(line) ?? 0) + 1);
      const [token, step] = line.split(' ');
      for (const listener of listeners) listener(token, step);
    }
  });
  return {
    times: (token, step) => times.get(`${token} ${step}`) ?? 0,
    on: listener => listeners.add(listener),
    close: () => socket.destroy(),
  };
}
