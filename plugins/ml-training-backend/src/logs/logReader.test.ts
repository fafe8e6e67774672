import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import type {
  LogLine,
  RunState,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry } from '../runs/runStore';
import {
  AT,
  collect,
  manifestOf,
  runEntryOf,
  SOME_DIGEST,
  stepViewOf,
} from '../testing/storedRuns';
import { TalkingStep } from '../testing/talkingStep';
import { VirtualBlobs } from '../testing/virtualBlobs';
import { logReader, type LogRequest } from './logReader';
import type { Wait } from './waiting';

const STEP = 'train-model';

/** A clock on which short waits end as soon as nothing else happens, and long ones when told. */
function testClock() {
  const long: (() => void)[] = [];
  const waits: number[] = [];
  const wait: Wait = (milliseconds, signal) =>
    new Promise(resolve => {
      waits.push(milliseconds);
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
      if (milliseconds < 3000) setImmediate(() => setImmediate(resolve));
      else long.push(resolve);
    });
  return { wait, waits, passLong: () => long.forEach(pass => pass()) };
}

async function world(store: ArtifactStore = openMemoryStore()) {
  const step = new TalkingStep();
  const clock = testClock();
  let entry: RunEntry = runEntryOf();
  let view: StepView = stepViewOf(STEP, 'running');
  const reader = logReader({
    store: async () => store,
    runs: { find: async () => entry, steps: async () => [view] },
    engines: new Map([['local', step]]),
    wait: clock.wait,
  });
  const never = new AbortController();
  return {
    store,
    step,
    clock,
    reader,
    entry: () => entry,
    runIs(state: RunState, change: Partial<RunEntry> = {}) {
      entry = runEntryOf({ state, ...change });
    },
    stepIs(state: StepView['state']) {
      view = stepViewOf(STEP, state);
    },
    begin: (nth = 1) =>
      store.runs.beginStep('run-1', 1, STEP, {
        identity: SOME_DIGEST,
        try: nth,
        at: AT,
        host: 'somewhere',
      }),
    async seal(text: string | Uint8Array | undefined, nth = 1) {
      const log =
        text === undefined
          ? undefined
          : (await store.blobs.put(Buffer.from(text))).sha256;
      await store.runs.sealStep(manifestOf({ try: nth, ...(log && { log }) }));
    },
    async read(request: LogRequest = {}, signal = never.signal) {
      const lines = await reader.read(entry, STEP, request, signal);
      return lines ? collect(lines) : undefined;
    },
    async follow(request: LogRequest = {}, signal = never.signal) {
      const lines = await reader.read(
        entry,
        STEP,
        { follow: true, ...request },
        signal,
      );
      if (!lines) throw new Error('no such step');
      return lines[Symbol.asyncIterator]();
    },
    signal: never.signal,
  };
}

const textIn = (lines: readonly LogLine[] = []) =>
  lines.map(line => (line.type === 'text' ? line.text : '')).join('');

const settle = async () => {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
};

describe('a log that is sealed', () => {
  it('is read whole, and closed', async () => {
    const { seal, read } = await world();
    await seal('hello\n');
    expect(await read()).toEqual([
      { type: 'text', offset: 0, next: 6, text: 'hello\n' },
      { type: 'end', next: 6, because: 'closed', size: 6 },
    ]);
  });

  it.each<[LogRequest, string, 'closed' | 'pause', number]>([
    [{ from: 3 }, '345', 'closed', 6],
    [{ from: -2 }, '45', 'closed', 6],
    [{ from: -100 }, '012345', 'closed', 6],
    [{ from: 1, bytes: 2 }, '12', 'pause', 3],
    [{ from: 4, bytes: 2 }, '45', 'closed', 6],
    [{ from: 6 }, '', 'closed', 6],
    [{ from: 600 }, '', 'closed', 6],
    [{ from: 2, bytes: 2, follow: true }, '23', 'pause', 4],
    [{ from: -3, follow: true }, '345', 'closed', 6],
  ])('is read by %j', async (request, text, because, next) => {
    const { seal, read } = await world();
    await seal('012345');
    const lines = await read(request);
    expect(textIn(lines)).toBe(text);
    expect(lines?.at(-1)).toEqual({ type: 'end', next, because, size: 6 });
  });

  it('is the same read in any steps, by bytes that cut characters', async () => {
    const text = 'aé€😀\n'.repeat(4);
    const { seal, read } = await world();
    await seal(text);
    const readInSteps = async (bytes: number) => {
      let found = '';
      for (let from = 0, steps = 0; steps < 100; steps++) {
        const lines = await read({ from, bytes });
        const end = lines?.at(-1);
        if (end?.type !== 'end') throw new Error('no end');
        found += textIn(lines);
        if (end.because === 'closed') return { found, end: end.next };
        from = end.next;
      }
      throw new Error(`no step forward with ${bytes} bytes`);
    };
    const end = Buffer.byteLength(text);
    for (let bytes = 1; bytes <= 9; bytes++) {
      expect((await readInSteps(bytes)).end).toBe(end);
    }
    // Whole characters, where the range is not too narrow for one.
    for (let bytes = 4; bytes <= 9; bytes++) {
      expect((await readInSteps(bytes)).found).toBe(text);
    }
  });

  it('is of the newest try', async () => {
    const { seal, begin, read, runIs } = await world();
    await begin(1);
    await seal('first', 1);
    await begin(2);
    await seal('second', 2);
    runIs('succeeded');
    expect(textIn(await read())).toBe('second');
  });

  it('is opened as a file, which is verified', async () => {
    const { seal, store, reader, entry, signal } = await world();
    await seal('hello');
    const file = await reader.open(entry(), STEP, 1, signal);
    expect(file?.size).toBe(5);
    expect(Buffer.concat(await collect(file?.bytes ?? [])).toString()).toBe(
      'hello',
    );
    const [key] = await collect(store.objects.list('blobs/'));
    await store.objects.remove(key);
    await store.objects.create(key, Buffer.from('jello'));
    const bent = await reader.open(entry(), STEP, 1, signal);
    await expect(collect(bent?.bytes ?? [])).rejects.toMatchObject({
      problem: 'corrupt',
    });
  });

  it('is searched', async () => {
    const { seal, reader, entry, signal } = await world();
    await seal('one\nTwo\n');
    expect(await reader.search(entry(), STEP, 1, 'two', signal)).toEqual({
      more: false,
      matches: [{ offset: 4, line: 2, text: 'Two' }],
    });
  });
});

describe('a log of 200 MB', () => {
  const SIZE = 200 * 1024 * 1024;
  const open = async () => {
    const blobs = new VirtualBlobs(SOME_DIGEST, SIZE, 'epoch 1: loss 0.3\n');
    const made = await world(blobs.asStore());
    await made.store.runs.sealStep(manifestOf({ log: SOME_DIGEST }));
    return { blobs, ...made };
  };

  it('is never held in memory: no more is read than was taken', async () => {
    const { blobs, reader, entry, signal } = await open();
    const lines = await reader.read(entry(), STEP, {}, signal);
    let taken = 0;
    let waiting = 0;
    let longest = 0;
    for await (const line of lines ?? []) {
      if (line.type !== 'text') continue;
      longest = Math.max(longest, line.next - line.offset);
      taken = line.next;
      waiting = Math.max(waiting, blobs.handedOut - taken);
    }
    expect(taken).toBe(SIZE);
    expect(longest).toBe(65_536);
    expect(waiting).toBeLessThan(8_000_000);
  });

  it('costs its tail where its tail is wanted', async () => {
    const { blobs, read } = await open();
    const lines = await read({ from: -100_000, follow: true });
    expect(textIn(lines)).toHaveLength(100_000);
    expect(blobs.handedOut).toBe(100_000);
  });
});

describe('a log that grows', () => {
  it('is followed from the engine into the store without a seam', async () => {
    const { step, begin, seal, follow, runIs } = await world();
    await begin();
    const lines = await follow();
    step.say('one €'.slice(0, 4));
    expect((await lines.next()).value).toMatchObject({ text: 'one ' });
    step.say(Buffer.from('€').subarray(0, 2));
    const rest = lines.next();
    step.end();
    await settle();
    await seal('one € and more');
    runIs('succeeded');
    expect((await rest).value).toEqual({
      type: 'text',
      offset: 4,
      next: 16,
      text: '€ and more',
    });
    expect((await lines.next()).value).toEqual({
      type: 'end',
      next: 16,
      because: 'closed',
      size: 16,
    });
    expect((await lines.next()).done).toBe(true);
  });

  it('is shown as far as it is where nobody follows', async () => {
    const { step, begin, read } = await world();
    await begin();
    expect(await read()).toEqual([
      { type: 'end', next: 0, because: 'pause', size: 0 },
    ]);
    step.say('x'.repeat(2500));
    const lines = await read({ from: 500 });
    expect(textIn(lines)).toHaveLength(2000);
    expect(lines?.at(-1)).toEqual({
      type: 'end',
      next: 2500,
      because: 'pause',
      size: 2500,
    });
  });

  it('is opened at its tail and followed from there', async () => {
    const { step, begin, follow } = await world();
    await begin();
    step.say('x'.repeat(5000));
    const lines = await follow({ from: -10 });
    expect((await lines.next()).value).toMatchObject({
      offset: 4990,
      next: 5000,
    });
    step.say('new');
    expect((await lines.next()).value).toMatchObject({ text: 'new' });
    await lines.return?.();
  });

  it('pauses after 15 minutes, and is resumed where it paused', async () => {
    const { step, begin, follow, clock } = await world();
    await begin();
    step.say('abc');
    const lines = await follow();
    await lines.next();
    const end = lines.next();
    expect(clock.waits).toContain(15 * 60_000);
    clock.passLong();
    expect((await end).value).toEqual({
      type: 'end',
      next: 3,
      because: 'pause',
      size: 3,
    });
    step.say('def');
    const again = await follow({ from: 3 });
    expect((await again.next()).value).toMatchObject({ text: 'def' });
    await again.return?.();
  });

  it('ends when its reader goes', async () => {
    const { step, begin, follow } = await world();
    await begin();
    step.say('abc');
    const gone = new AbortController();
    const lines = await follow({}, gone.signal);
    await lines.next();
    const end = lines.next();
    gone.abort();
    expect((await end).value).toMatchObject({ because: 'pause' });
  });

  it('goes on with the next try while the first is sealed', async () => {
    const { step, begin, seal, follow } = await world();
    await begin(1);
    await seal('of the first try', 1);
    await begin(2);
    step.say('second');
    const lines = await follow();
    expect((await lines.next()).value).toMatchObject({ text: 'second' });
    await lines.return?.();
  });

  it('is opened and searched as far as it is', async () => {
    const { step, begin, reader, entry, signal } = await world();
    await begin();
    step.say('one\ntwo\n');
    const file = await reader.open(entry(), STEP, undefined, signal);
    expect(file?.size).toBe(8);
    expect(Buffer.concat(await collect(file?.bytes ?? []))).toHaveLength(8);
    const found = await reader.search(entry(), STEP, undefined, 'TWO', signal);
    expect(found?.matches).toEqual([{ offset: 4, line: 2, text: 'two' }]);
  });

  it('is an error where the engine leaves bytes out', async () => {
    const { step, begin, read } = await world();
    await begin();
    step.logs = async () =>
      (async function* skipping() {
        yield { offset: 7, bytes: Buffer.from('x') };
      })();
    await expect(read()).rejects.toThrow('left out bytes of a log');
  });
});

describe('a step that has not begun', () => {
  it('has an empty log that may grow', async () => {
    const { step, stepIs, read } = await world();
    stepIs('waiting');
    step.isLive = false;
    expect(await read()).toEqual([
      { type: 'end', next: 0, because: 'pause', size: 0 },
    ]);
  });

  it('is waited for, four times a second', async () => {
    const { step, stepIs, follow, begin, clock } = await world();
    stepIs('waiting');
    step.isLive = false;
    const lines = await follow();
    const first = lines.next();
    await settle();
    expect(step.asked.length).toBeGreaterThan(2);
    expect(new Set(clock.waits)).toEqual(new Set([15 * 60_000, 250]));
    step.isLive = true;
    await begin();
    step.say('at last');
    expect((await first).value).toMatchObject({ text: 'at last' });
    await lines.return?.();
  });

  it('is waited for while the engine has not taken the run', async () => {
    const { follow, runIs, step } = await world();
    runIs('queued', { ref: null });
    const lines = await follow();
    const first = lines.next();
    await settle();
    expect(step.asked).toEqual([]);
    runIs('running');
    step.say('taken');
    expect((await first).value).toMatchObject({ text: 'taken' });
    await lines.return?.();
  });

  it.each<[string, RunState, StepView['state']]>([
    ['was skipped', 'running', 'skipped'],
    ['never will, because the run was stopped', 'stopped', 'waiting'],
  ])('and %s has a log that is closed', async (_, run, step) => {
    const { runIs, stepIs, read } = await world();
    runIs(run);
    stepIs(step);
    expect(await read({ follow: true })).toEqual([
      { type: 'end', next: 0, because: 'closed', size: 0 },
    ]);
  });
});

describe('a step that ended', () => {
  it('without a word has an empty log', async () => {
    const { seal, read } = await world();
    await seal(undefined);
    expect(await read({ follow: true })).toEqual([
      { type: 'end', next: 0, because: 'closed', size: 0 },
    ]);
  });

  it('with its attempt and left no manifest closes what was said live', async () => {
    const { step, begin, follow, runIs } = await world();
    await begin();
    step.say('half a');
    const lines = await follow();
    await lines.next();
    const end = lines.next();
    step.end();
    await settle();
    runIs('failed');
    expect((await end).value).toEqual({
      type: 'end',
      next: 6,
      because: 'closed',
      size: 6,
    });
  });
});

describe('a log that is nobody`s', () => {
  it.each<[string, string, number | undefined]>([
    ['step', 'other-step', undefined],
    ['step', '../run-2/1/train-model', undefined],
    ['attempt', STEP, 2],
  ])('is not read: no such %s', async (_, step, attempt) => {
    const { reader, entry, signal } = await world();
    expect(
      await reader.read(entry(), step, { attempt }, signal),
    ).toBeUndefined();
    expect(await reader.open(entry(), step, attempt, signal)).toBeUndefined();
    expect(
      await reader.search(entry(), step, attempt, 'x', signal),
    ).toBeUndefined();
  });
});
