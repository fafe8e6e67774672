import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftProcesses } from './endLeftProcesses';

const linux = process.platform === 'linux' ? describe : describe.skip;
if (linux === describe.skip) {
  console.warn('NOT RUN: the end of left processes, for lack of /proc');
}

linux('endLeftProcesses', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'trainyard-left-')));
  });
  afterEach(async () => {
    for (const { pid } of children.splice(0)) endGroup(pid);
    await rm(folder, { recursive: true });
  });

  const endGroup = (pid: number | undefined) => {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // What was to be ended has.
    }
  };

  /** Deaf to SIGTERM, in a session of its own. */
  const deaf = async (environment: Record<string, string>, cwd: string) => {
    const child = spawn('sh', ['-c', "trap '' TERM; echo ready; sleep 600"], {
      cwd,
      env: { PATH: process.env.PATH, ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  };

  it('ends the commands of an attempt, and those of no other', async () => {
    const mine = await deaf({ TRAINYARD_OUT: join(folder, 'out') }, tmpdir());
    const other = await deaf(
      { TRAINYARD_OUT: `${folder}-other/out` },
      tmpdir(),
    );
    const ended = once(mine, 'exit');
    expect(await endLeftProcesses(folder, 1)).toBe(true);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  });

  it('ends what its runner began without an environment, and nobody who only stands there', async () => {
    const below = await mkdtemp(join(folder, 'below-'));
    const sandbox = await deaf({}, below);
    const visitor = await deaf({}, below);
    const ended = once(sandbox, 'exit');
    expect(await endLeftProcesses(folder, sandbox.pid ?? 0)).toBe(true);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(visitor.exitCode ?? visitor.signalCode).toBeNull();
  });
});
