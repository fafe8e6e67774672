import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  beginLaunch,
  endLaunch,
  thisProcess,
  withdrawLaunch,
  type ProcessMark,
} from '@trainyard/runner';
import { isOver, launchState } from './launchState';

describe('launchState', () => {
  const NOW = new Date('2001-07-01T00:10:00Z');
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-launch-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const state = () => launchState(folder, () => NOW);

  const begun = async (mark: Partial<ProcessMark>, beatSecondsAgo = 0) => {
    const file = join(folder, 'begun.json');
    const by = { ...thisProcess(), nonce: 'other', ...mark };
    await writeFile(
      file,
      JSON.stringify({ schema_version: 1, state: 'executing', by }),
    );
    const beat = NOW.getTime() / 1000 - beatSecondsAgo;
    await utimes(file, beat, beat);
  };

  it('waits until a process has begun, and is executed while it lives', async () => {
    expect(await state()).toEqual({ state: 'waiting' });
    expect(await beginLaunch(folder)).toBe(true);
    expect(await state()).toEqual({ state: 'executing', by: thisProcess() });
    expect(isOver(await state())).toBe(false);
  });

  it('is begun by one process, or withdrawn, and never both', async () => {
    const outcomes = await Promise.all([
      beginLaunch(folder),
      beginLaunch(folder),
      withdrawLaunch(folder, NOW),
      beginLaunch(folder),
    ]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('stays withdrawn, however often it is asked for', async () => {
    expect(await withdrawLaunch(folder, NOW)).toBe(true);
    expect(await withdrawLaunch(folder, NOW)).toBe(true);
    expect(await beginLaunch(folder)).toBe(false);
    expect(await state()).toEqual({ state: 'withdrawn' });
  });

  it('is cut off where its process is gone, or its number is another one’s', async () => {
    await begun({ startTime: '1' });
    expect(await state()).toMatchObject({
      state: 'cut off',
      because: expect.stringContaining(`process ${process.pid}`),
    });
    expect(isOver(await state())).toBe(true);
  });

  it('believes a process on another host as long as it gives signs of life', async () => {
    const far = { host: 'far-away', bootId: 'other' };
    await begun(far, 29);
    expect((await state()).state).toBe('executing');
    await begun(far, 31);
    expect(await state()).toMatchObject({
      state: 'cut off',
      because: expect.stringMatching(/on far-away, .* for 31 s/),
    });
  });

  it('has ended once the end was told, also by a process that is gone', async () => {
    await begun({ startTime: '1' });
    const end = {
      schema_version: 1,
      outcome: 'ended',
      status: 'failed',
    } as const;
    await endLaunch(folder, end);
    expect(await state()).toMatchObject({ state: 'ended', end });
  });
});
