/* eslint-disable jest/no-export -- a suite that every engine runs */
import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  EngineObservation,
  EngineRef,
  EngineSubmission,
  TrainingEngine,
} from '../trainingEngine';
import { settled } from './settled';

/** Steps of a pipeline, one after the other: each is a script of the shell and has an output `made`. */
export type Scripts = Readonly<Record<string, string>>;

export interface EngineUnderTest {
  readonly engine: TrainingEngine;
  readonly store: ArtifactStore;
  /** Compiles the scripts and writes record and plan, as the service does before it submits. */
  prepare(run: string, scripts: Scripts): Promise<EngineSubmission>;
  /** Leaves nothing of it behind. */
  close(): Promise<void>;
}

const MAKE = 'echo made > $TRAINYARD_OUT/made/file';
const FOR_EVER = `${MAKE}; exec sleep 600`;

/**
 * What every engine must do.
 *
 * @param open - gives an engine that executes so many runs at a time
 */
export function describeEngine(
  open: (limit: number) => Promise<EngineUnderTest>,
): void {
  describe('an engine', () => {
    let under: EngineUnderTest;
    afterEach(() => under.close());

    const submit = async (run: string, scripts: Scripts) =>
      under.engine.submit(await under.prepare(run, scripts));

    const observed = (
      ref: EngineRef,
      ...states: readonly EngineObservation['state'][]
    ) =>
      settled(
        () => under.engine.observe(ref),
        ({ state }) => states.includes(state),
      );

    const ended = async (ref: EngineRef) => {
      await observed(ref, 'ended', 'gone');
      return under.store.runs.findEnd(ref.run, ref.attempt);
    };

    it('executes a submission and leaves its results in the store', async () => {
      under = await open(1);
      const ref = await submit('run', { one: MAKE, two: MAKE });
      expect(await ended(ref)).toMatchObject({
        run: 'run',
        attempt: 1,
        status: 'succeeded',
        steps: [
          { id: 'one', status: 'succeeded' },
          { id: 'two', status: 'succeeded' },
        ],
      });
      expect(await under.engine.observe(ref)).toEqual({ state: 'ended' });
      const step = await under.store.runs.findStep('run', 1, 'two');
      expect(await under.store.trees.has(`${step?.outputs.made}`)).toBe(true);
    });

    it('takes a submission that comes again for the same', async () => {
      under = await open(2);
      const submission = await under.prepare('run', { one: MAKE });
      const refs = await Promise.all(
        Array.from({ length: 5 }, () => under.engine.submit(submission)),
      );
      const end = await ended(refs[0]);
      refs.push(await under.engine.submit(submission));
      expect(new Set(refs.map(ref => JSON.stringify(ref))).size).toBe(1);
      expect(end?.status).toBe('succeeded');
      expect(await under.engine.observe(refs[0])).toEqual({ state: 'ended' });
      expect(await under.store.runs.attempts('run')).toEqual([1]);
      expect(await under.store.runs.findEnd('run', 1)).toEqual(end);
    });

    it('executes a second attempt of a run that failed', async () => {
      under = await open(1);
      const submission = await under.prepare('run', { one: 'exit 3' });
      expect((await ended(await under.engine.submit(submission)))?.status).toBe(
        'failed',
      );
      const again = await under.engine.submit({ ...submission, attempt: 2 });
      expect(await ended(again)).toMatchObject({
        attempt: 2,
        status: 'failed',
      });
    });

    it('ends with a block where a step decides against going on', async () => {
      under = await open(1);
      const ref = await submit('run', { one: 'exit 10', two: MAKE });
      expect(await ended(ref)).toMatchObject({
        status: 'blocked',
        steps: [{ status: 'blocked' }, { status: 'skipped' }],
      });
    });

    it('says that what it was never given is gone', async () => {
      under = await open(1);
      const ref = await under.engine.submit(
        await under.prepare('run', { one: MAKE }),
      );
      const unknown = { ...ref, id: `${ref.id}0`, run: 'another' };
      expect((await under.engine.observe(unknown)).state).toBe('gone');
      await under.engine.stop(unknown);
      await ended(ref);
    });

    it('lets those beyond its limit wait, and says for what', async () => {
      under = await open(1);
      const [first, second, third] = [
        await submit('first', { one: FOR_EVER }),
        await submit('second', { one: MAKE }),
        await submit('third', { one: MAKE }),
      ];
      await observed(first, 'running');
      expect(await under.engine.observe(second)).toEqual({
        state: 'pending',
        because: expect.stringMatching(/1/),
      });
      expect(await under.engine.observe(third)).toEqual({
        state: 'pending',
        because: expect.stringMatching(/2/),
      });
      await under.engine.stop(first);
      expect((await ended(second))?.status).toBe('succeeded');
      expect((await ended(third))?.status).toBe('succeeded');
    });

    it('never begins what was stopped while it waited', async () => {
      under = await open(1);
      const first = await submit('first', { one: FOR_EVER });
      const second = await submit('second', { one: MAKE });
      await observed(first, 'running');
      await under.engine.stop(second);
      expect(await under.engine.observe(second)).toEqual({
        state: 'gone',
        because: expect.stringMatching(/withdrawn/),
      });
      await under.engine.stop(first);
      expect((await under.engine.observe(second)).state).toBe('gone');
      expect(await under.store.runs.attempts('second')).toEqual([]);
    });

    it('stops what is being executed, and says so in the store', async () => {
      under = await open(1);
      const ref = await submit('run', { one: FOR_EVER, two: MAKE });
      await settled(
        () => under.store.runs.findBegun('run', 1, 'one'),
        begun => begun !== undefined,
      );
      await under.engine.stop(ref);
      expect(await under.engine.observe(ref)).toEqual({ state: 'ended' });
      expect(await under.store.runs.findEnd('run', 1)).toMatchObject({
        status: 'stopped',
        steps: [{ id: 'one' }, { id: 'two', status: 'skipped' }],
      });
      // Asked again, there is nothing left to do.
      await under.engine.stop(ref);
    });

    it('changes nothing when what has ended is stopped', async () => {
      under = await open(1);
      const ref = await submit('run', { one: MAKE });
      const end = await ended(ref);
      await under.engine.stop(ref);
      expect(await under.store.runs.findEnd('run', 1)).toEqual(end);
      expect(await under.engine.observe(ref)).toEqual({ state: 'ended' });
    });

    it('gives a log while it grows, and from any byte on', async () => {
      under = await open(1);
      const ref = await submit('run', {
        one: `echo one; echo two; ${FOR_EVER}`,
      });
      const follow = (from: number) =>
        settled(
          () =>
            under.engine.logs(ref, 'one', {
              from,
              signal: new AbortController().signal,
            }),
          log => log !== undefined,
        );
      const read = async (from: number, until: string) => {
        const log = (await follow(from)) ?? [];
        let text = '';
        let next = from;
        let stopped: Promise<void> | undefined;
        for await (const { offset, bytes } of log) {
          expect(offset).toBe(next);
          next += bytes.length;
          text += Buffer.from(bytes).toString();
          // Going on to the end of the log shows that it has one.
          if (until === 'the end' && text.includes('two')) {
            stopped ??= under.engine.stop(ref);
          } else if (text.includes(until)) break;
        }
        await stopped;
        return text;
      };
      expect(await read(0, 'two\n')).toBe('one\ntwo\n');
      expect(await read(2, 'two\n')).toBe('e\ntwo\n');
      // What ends a command may have a word of its own about it.
      const rest = await read(4, 'the end');
      expect(rest).toMatch(/^two\n/);
      const step = await under.store.runs.findStep('run', 1, 'one');
      const sealed = await under.store.blobs.readAll(`${step?.log}`);
      expect(Buffer.from(sealed).toString()).toBe(`one\n${rest}`);
    });

    it('has no live log of what is not being executed', async () => {
      under = await open(1);
      const ref = await submit('run', { one: MAKE });
      await ended(ref);
      const options = { from: 0, signal: new AbortController().signal };
      expect(await under.engine.logs(ref, 'one', options)).toBeUndefined();
    });

    it('has no trouble', async () => {
      under = await open(1);
      expect(await under.engine.trouble()).toBeUndefined();
    });
  });
}
