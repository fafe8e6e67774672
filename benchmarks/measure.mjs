// Timing of whole processes, and words for what was timed.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(import.meta.url), '../..');
export const CLI = path.join(root, 'packages/cli/dist/trainyard.mjs');

export function machine() {
  const [cpu] = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(0);
  return `${os.availableParallelism()} cores (${cpu?.model.trim()}), ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

/** Seconds that a program took from start to exit. */
export function timed(command, args, options = {}) {
  const began = performance.now();
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  const seconds = (performance.now() - began) / 1000;
  if (done.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${done.status}: ${done.stderr}`,
    );
  }
  return { seconds, stdout: done.stdout };
}

/** The same, with the peak of resident memory of the process itself, looked at every 20 ms. */
export async function timedWithMemory(command, args) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', piece => {
    stdout += piece;
  });
  let peakKb = 0;
  const timer = setInterval(() => {
    try {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const [, kb] = /VmHWM:\s+(\d+)/.exec(status) ?? [];
      peakKb = Math.max(peakKb, Number(kb ?? 0));
    } catch {
      // It has ended.
    }
  }, 20);
  const status = await new Promise(resolve => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return {
    seconds: (performance.now() - began) / 1000,
    stdout,
    peakBytes: peakKb * 1024,
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function range(values, digits = 2) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} s (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

export function inTemporaryFolder(prefix, work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  const end = () => fs.rmSync(folder, { recursive: true, force: true });
  const result = work(folder);
  return Promise.resolve(result).finally(end);
}
