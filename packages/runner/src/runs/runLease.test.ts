import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisProcess } from '../hosts/processMark';
import { takeLease, type LeaseOutcome } from './runLease';

describe('takeLease', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-lease-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const held = (outcome: LeaseOutcome) => {
    if (outcome.outcome !== 'held') throw new Error(outcome.outcome);
    return outcome.lease;
  };

  it('gives a run to one of many that ask at the same time', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => takeLease(folder, 'run')),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(
      1,
    );
    expect(outcomes).toContainEqual({
      outcome: 'held by another',
      pid: process.pid,
    });
  });

  it('gives it again once it was released, and leaves nothing behind', async () => {
    const lease = held(await takeLease(folder, 'run'));
    await writeFile(join(lease.folder, 'rows'), 'sensitive');
    await lease.release();
    expect(await readdir(folder)).toEqual([]);
    expect((await takeLease(folder, 'run')).outcome).toBe('held');
  });

  it('wipes what a holder left that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const gone = {
      ...thisProcess(),
      pid: child.pid ?? 0,
      startTime: '1',
      nonce: 'another',
    };
    await once(child, 'exit');
    await mkdir(join(folder, 'run'));
    await writeFile(join(folder, 'run', 'rows'), 'sensitive');
    await writeFile(join(folder, 'run', 'lease.json'), JSON.stringify(gone));

    const lease = held(await takeLease(folder, 'run'));
    expect(await readdir(lease.folder)).toEqual(['lease.json']);
  });

  it('leaves another run of a living process alone', async () => {
    const other = held(await takeLease(folder, 'other'));
    await writeFile(join(other.folder, 'rows'), 'at work');
    await takeLease(folder, 'run');
    expect(await readdir(other.folder)).toContain('rows');
  });
});
