import { readFileSync } from 'node:fs';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { thisProcess } from '@trainyard/runner';
import { bundledProgram } from './testing/bundledProgram';
import { openedEngine, type OpenedEngine } from './testing/openedEngine';
import { pipelineOf } from './testing/preparedRun';

jest.setTimeout(60_000);

const PIPELINE = pipelineOf({ one: 'echo made > $TRAINYARD_OUT/made/file' });

describe('the queue of the embedded engine', () => {
  let program: Awaited<ReturnType<typeof bundledProgram>>;
  let opened: OpenedEngine;

  beforeAll(async () => {
    program = await bundledProgram('quickRunner.ts');
  });
  afterAll(() => program.remove());
  afterEach(() => opened.close());

  const open = async (concurrency: number) => {
    opened = await openedEngine({ concurrency }, { program: program.file });
  };

  const over = (refs: readonly EngineRef[]) =>
    Promise.all(
      refs.map(ref =>
        settled(
          () => opened.engine.observe(ref),
          ({ state }) => state === 'gone',
        ),
      ),
    );

  const events = () =>
    readFileSync(join(opened.launches, 'events'), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => line.split(' '));

  const folderOf = (ref: EngineRef) =>
    join(opened.launches, 'launches', ref.id);

  it('starts each launch once and keeps to its limit, whichever of three portals is given it', async () => {
    await open(2);
    const portals = [opened.engine, await opened.open(), await opened.open()];
    const submission = await opened.prepare('run', PIPELINE);
    const submissions = Array.from({ length: 16 }, (_, i) => ({
      ...submission,
      attempt: i + 1,
    }));
    // Two portals are given each, and all three look for something to start.
    const refs = await Promise.all(
      submissions.flatMap((each, i) => [
        portals[i % 3].submit(each),
        portals[(i + 1) % 3].submit(each),
      ]),
    );
    await over(refs);

    const told = events();
    const begun = told.filter(([event]) => event === 'begins');
    expect(begun.map(([, folder]) => folder).sort()).toEqual(
      [...new Set(refs.map(folderOf))].sort(),
    );
    expect(told.filter(([event]) => event === 'started')).toHaveLength(16);
    let going = 0;
    for (const [event] of told) {
      if (event === 'begins') going += 1;
      if (event === 'ends') going -= 1;
      expect(going).toBeLessThanOrEqual(2);
    }
  });

  it('starts what a portal had claimed that was killed before it came to it', async () => {
    await open(1);
    const submission = await opened.prepare('run', PIPELINE);
    await opened.engine.close();
    const ref = await opened.engine.submit(submission);
    const mark = JSON.stringify({
      host: 'here',
      pid: 1,
      startTime: 'never',
      bootId: 'another',
      pidNamespace: null,
      nonce: 'x',
    });
    const claim = join(folderOf(ref), 'claim-1.json');
    await writeFile(claim, mark);
    // Of another host, as far as can be seen: it is given a minute.
    await utimes(claim, 1, 1);
    opened = { ...opened, engine: await opened.open() };
    await over([ref]);
    expect(await readdir(folderOf(ref))).toContain('claim-2.json');
  });

  it('starts what a portal had claimed that is paused since', async () => {
    await open(1);
    const submission = await opened.prepare('run', PIPELINE);
    await opened.engine.close();
    const ref = await opened.engine.submit(submission);
    const claim = join(folderOf(ref), 'claim-1.json');
    await writeFile(claim, JSON.stringify(thisProcess()));
    await utimes(claim, 1, 1);
    opened = { ...opened, engine: await opened.open() };
    await over([ref]);
    expect(await readdir(folderOf(ref))).toContain('claim-2.json');
  });

  it('queues again what was submitted by a portal that was killed before it came to it', async () => {
    await open(1);
    const submission = await opened.prepare('run', PIPELINE);
    await opened.engine.close();
    const ref = await opened.engine.submit(submission);
    await rm(join(opened.launches, 'queue/1.json'));
    opened = { ...opened, engine: await opened.open() };
    const [seen] = await over([ref]);
    expect(seen.state).toBe('gone');
  });

  it('says how to get the program where there is none, and goes on when it is there', async () => {
    opened = await openedEngine({}, { program: '/nowhere/trainyard.mjs' });
    const ref = await opened.engine.submit(
      await opened.prepare('run', PIPELINE),
    );
    const because = expect.stringMatching(
      /\/nowhere\/trainyard.mjs\. .*yarn workspace @trainyard\/cli build/,
    );
    expect(await opened.engine.trouble()).toEqual(because);
    expect(await opened.engine.observe(ref)).toEqual({
      state: 'pending',
      because,
    });
    opened = {
      ...opened,
      engine: await opened.open({}, { program: program.file }),
    };
    await over([ref]);
  });

  it('tells what a program said that ended before it began', async () => {
    await open(1);
    const broken = join(opened.root, 'broken.cjs');
    await writeFile(broken, 'throw new Error("no such library")');
    const engine = await opened.open({}, { program: broken });
    await opened.engine.close();
    const ref = await engine.submit(await opened.prepare('run', PIPELINE));
    const seen = await settled(
      () => engine.observe(ref),
      ({ state }) => state === 'gone',
    );
    expect(seen).toMatchObject({
      because: expect.stringMatching(
        /did not come to begin: it ended with exit code 1[^]*no such library/,
      ),
    });
  });

  it('removes what was over long ago, and goes on to know how it ended', async () => {
    await open(1);
    const submission = await opened.prepare('run', PIPELINE);
    const refs = [];
    for (const attempt of [1, 2, 3]) {
      refs.push(await opened.engine.submit({ ...submission, attempt }));
    }
    await over(refs);
    const [first, second, third] = refs.map(folderOf);
    await utimes(join(first, 'ended.json'), 1, 1);
    const engine = await opened.open();
    await settled(
      async () => readdir(join(opened.launches, 'queue')),
      names => !names.includes('1.json'),
    );
    expect(await readdir(opened.launches)).toEqual([
      'events',
      'launches',
      'queue',
    ]);
    expect(await readdir(join(opened.launches, 'launches'))).toEqual([
      basename(second),
      basename(third),
    ]);
    expect(await engine.observe(refs[0])).toEqual({
      state: 'gone',
      because: expect.stringMatching(/does not know it/),
    });
    const at = new Date(0).toISOString();
    await opened.store.runs.claimAttempt('run', 1, { host: 'here', at });
    await opened.store.runs.endAttempt({
      schema_version: 1,
      run: 'run',
      attempt: 1,
      status: 'failed',
      steps: [],
      ended_at: at,
    });
    expect(await engine.observe(refs[0])).toEqual({ state: 'ended' });
  });

  it('takes no name for a launch that leads out of its folder', async () => {
    await open(1);
    const submission = await opened.prepare('run', PIPELINE);
    await expect(
      opened.engine.submit({ ...submission, run: '../../elsewhere' }),
    ).rejects.toThrow(/names no launch/);
  });
});
