import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { livenessOf, processMark, thisProcess } from './processMark';

const me = thisProcess();
/** Elsewhere there is no /proc to look into. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;
if (onLinux === describe.skip) {
  console.warn('NOT RUN: start times and namespaces, for lack of /proc');
}

function startTimeOf(pid: number) {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function markOf(child: ChildProcess) {
  const pid = child.pid ?? 0;
  return { ...me, pid, startTime: startTimeOf(pid), nonce: 'of a child' };
}

function read(pid: number | undefined, file: string) {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise(setImmediate);
}

describe('livenessOf', () => {
  it('knows this process, and after a way through JSON', () => {
    const mark = processMark.parse(JSON.parse(JSON.stringify(me)));
    expect(livenessOf(mark)).toBe('alive');
  });

  onLinux('where processes can be looked at', () => {
    it('follows a child from its life to its end', async () => {
      const child = spawn('sleep', ['600']);
      await once(child, 'spawn');
      const mark = markOf(child);
      expect(livenessOf(mark)).toBe('alive');
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(livenessOf(mark)).toBe('gone');
    });

    it('counts a zombie as gone, although its number is taken', async () => {
      // sleep takes the place of the shell, and never asks how its child went.
      const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 600'], {
        stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      });
      const [, output, , input] = parent.stdio;
      if (!output || !(input instanceof Socket)) throw new Error('no pipe');
      try {
        const [line] = await once(output, 'data');
        const pid = Number(String(line));
        await until(() => read(parent.pid, 'comm') === 'sleep\n');
        const mark = {
          ...me,
          pid,
          startTime: startTimeOf(pid),
          nonce: 'child',
        };
        expect(livenessOf(mark)).toBe('alive');
        input.end();
        await until(() => / Z /.test(read(pid, 'stat')));
        expect(livenessOf(mark)).toBe('gone');
      } finally {
        parent.kill('SIGKILL');
        await once(parent, 'exit');
      }
    });

    it('is not taken in by a number that was given again', () => {
      const earlier = { ...me, startTime: '1', nonce: 'earlier' };
      expect(livenessOf(earlier)).toBe('gone');
    });

    it('takes a process of this host before its last start for gone', () => {
      const before = { ...me, bootId: 'before', nonce: 'before' };
      expect(livenessOf(before)).toBe('gone');
    });

    it.each([
      ['another host', { host: `not-${me.host}`, bootId: 'another' }],
      ['another container', { pidNamespace: 'pid:[1]' }],
    ])('does not judge a process of %s', (_, change) => {
      expect(livenessOf({ ...me, ...change, nonce: 'other' })).toBe(
        'elsewhere',
      );
    });
  });
});
