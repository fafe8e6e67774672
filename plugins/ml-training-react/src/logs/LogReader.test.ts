import type { LogLine } from '@trainyard/backstage-plugin-ml-training-common';
import { rowCount } from './logDocument';
import { LogReader, type LogReaderOptions, type ReadLog } from './LogReader';

type Asked = Parameters<ReadLog>[0];

/** A service that holds logs, can be written to, and can lose a stream. */
function service(logs: Record<string, string>, closed = Object.keys(logs)) {
  const asked: Asked[] = [];
  const ended = new Set(closed);
  let failing = 0;
  let wake = () => {};
  let held = new Promise<void>(resolve => (wake = resolve));
  const changed = () => {
    wake();
    held = new Promise<void>(resolve => (wake = resolve));
  };
  const read: ReadLog = async function* readLog(query, { signal }) {
    asked.push(query);
    const { step, bytes, follow } = query;
    let from =
      query.from < 0 ? Math.max(0, logs[step].length + query.from) : query.from;
    for (;;) {
      if (failing > 0) {
        failing -= 1;
        throw new Error('The network is gone.');
      }
      const text = logs[step].slice(from, bytes && from + bytes);
      if (text !== '') {
        yield { type: 'text', offset: from, next: from + text.length, text };
        from += text.length;
      }
      if (!follow || ended.has(step)) break;
      await Promise.race([
        held,
        new Promise(resolve => signal.addEventListener('abort', resolve)),
      ]);
      if (signal.aborted) throw new Error('aborted');
      if (paused) {
        paused = false;
        break;
      }
    }
    const size = logs[step].length;
    const because = ended.has(step) && from === size ? 'closed' : 'pause';
    yield { type: 'end', next: from, because, size } satisfies LogLine;
  };
  let paused = false;
  return {
    read,
    asked,
    write(step: string, text: string) {
      logs[step] = (logs[step] ?? '') + text;
      changed();
    },
    end(step: string) {
      ended.add(step);
      changed();
    },
    pauses() {
      paused = true;
      changed();
    },
    fails(times: number) {
      failing = times;
      changed();
    },
  };
}

function textOf(reader: LogReader) {
  return reader
    .view()
    .document.flatMap(({ lines }) => lines.map(({ text }) => text));
}

async function until(reader: LogReader, holds: () => boolean) {
  if (holds()) return;
  await new Promise<void>(resolve => {
    const leave = reader.subscribe(() => {
      if (holds()) {
        leave();
        resolve();
      }
    });
  });
}

const tenLines = [...Array(10).keys()].map(n => `line ${n}\n`).join('');
const SMALL: LogReaderOptions = { page: 21, batch: 1, retry: 1 };

describe('LogReader', () => {
  let reader: LogReader;
  const open = (
    { read }: Pick<ReturnType<typeof service>, 'read'>,
    steps: readonly string[],
    options = SMALL,
  ) => {
    reader = new LogReader(read, steps, options);
    return reader;
  };
  afterEach(() => reader.close());

  it('opens a large log at its end with one page, from a whole line on', async () => {
    const served = service({ train: tenLines });
    await open(served, ['train']).openEnd('train');
    expect(served.asked).toEqual([{ step: 'train', from: -21 }]);
    expect(textOf(reader)).toEqual(['line 8', 'line 9']);
    expect(reader.view().moreEarlier).toBe(true);
    expect(reader.view().moreLater).toBe(false);
  });

  it('asks for the bytes just before what it has', async () => {
    const served = service({ train: tenLines });
    await open(served, ['train']).openEnd('train');
    await reader.earlier();
    expect(served.asked[1]).toEqual({ step: 'train', from: 35, bytes: 21 });
    expect(textOf(reader)[0]).toBe('line 6');
  });

  it('shows a text from its middle on when linked there', async () => {
    const served = service({ train: tenLines });
    await open(served, ['train']).openAt('train', 35);
    expect(served.asked).toEqual([{ step: 'train', from: 25, bytes: 21 }]);
    expect(textOf(reader)).toContain('line 5');
    await reader.later();
    expect(served.asked[1]).toEqual({ step: 'train', from: 46, bytes: 21 });
  });

  it('shows the end where a link points behind it', async () => {
    await open(service({ train: tenLines }), ['train']).openAt('train', 9000);
    expect(textOf(reader).at(-1)).toBe('line 9');
  });

  it('goes on with the step before and the step after', async () => {
    const served = service({ load: 'loaded\n', train: 'a\n', score: 'b\n' });
    await open(served, ['load', 'train', 'score']).openEnd('train');
    await reader.earlier();
    await reader.later();
    expect(textOf(reader)).toEqual(['loaded', 'a', 'b']);
    expect(reader.view().document.map(({ step }) => step)).toEqual([
      'load',
      'train',
      'score',
    ]);
    expect(reader.view()).toMatchObject({
      moreEarlier: false,
      moreLater: false,
    });
  });

  it('keeps a window and loads again what it let go of', async () => {
    const text = [...Array(400).keys()].map(n => `line ${n}\n`).join('');
    const served = service({ train: text });
    await open(served, ['train'], { page: 200, most: 1500 }).openEnd('train');
    while (reader.view().moreEarlier) {
      await reader.earlier();
      expect(rowCount(reader.view().document)).toBeLessThan(1500 / 16);
    }
    expect(textOf(reader)[0]).toBe('line 0');
    expect(textOf(reader)).not.toContain('line 399');
    while (reader.view().moreLater) await reader.later();
    expect(textOf(reader).at(-1)).toBe('line 399');
    expect(textOf(reader)).not.toContain('line 0');
    const numbers = textOf(reader).map(line => Number(line.slice(5)));
    expect(numbers).toEqual(numbers.map((_, i) => 400 - numbers.length + i));
  });

  it('follows from the byte it has, and resumes after a pause from the last byte', async () => {
    const served = service({ train: 'one\n' }, []);
    await open(served, ['train']).openEnd('train', { follow: true });
    served.write('train', 'two\n');
    await until(reader, () => textOf(reader).includes('two'));
    served.pauses();
    served.write('train', 'three\n');
    await until(reader, () => textOf(reader).includes('three'));
    expect(textOf(reader)).toEqual(['one', 'two', 'three']);
    expect(served.asked.slice(1)).toEqual([
      { step: 'train', from: 4, follow: 'true' },
      { step: 'train', from: 8, follow: 'true' },
    ]);
  });

  it('resumes a stream that was lost where it broke off, and says so meanwhile', async () => {
    const served = service({ train: 'one\n' }, []);
    await open(served, ['train']).openEnd('train', { follow: true });
    served.fails(2);
    await until(reader, () => reader.view().interrupted !== undefined);
    served.write('train', 'two\n');
    await until(reader, () => textOf(reader).includes('two'));
    expect(textOf(reader)).toEqual(['one', 'two']);
    expect(reader.view().interrupted).toBeUndefined();
    expect(new Set(served.asked.slice(1).map(({ from }) => from))).toEqual(
      new Set([4]),
    );
  });

  it('shows many lines that come at once in one go', async () => {
    const served = service({ train: '' }, []);
    await open(served, ['train'], { ...SMALL, batch: 20 }).openEnd('train', {
      follow: true,
    });
    let drawn = 0;
    reader.subscribe(() => (drawn += 1));
    for (let n = 0; n < 50; n++) served.write('train', `line ${n}\n`);
    await until(reader, () => textOf(reader).length === 50);
    expect(drawn).toBeLessThan(5);
  });

  it('goes on with the next step when one ends, also where that begins later', async () => {
    const served = service({ train: 'one\n' }, []);
    await open(served, ['train']).openEnd('train', { follow: true });
    served.end('train');
    await until(reader, () => reader.view().document[0].closed);
    served.write('score', 'two\n');
    reader.setSteps(['train', 'score']);
    await until(reader, () => textOf(reader).includes('two'));
    expect(served.asked.at(-1)).toEqual({
      step: 'score',
      from: 0,
      follow: 'true',
    });
  });

  it('shows the end when one begins to follow in the middle', async () => {
    const served = service({ train: tenLines }, []);
    await open(served, ['train']).openAt('train', 0);
    reader.follow();
    await until(reader, () => reader.view().following);
    expect(served.asked.slice(1)).toEqual([
      { step: 'train', from: -21 },
      { step: 'train', from: 70, follow: 'true' },
    ]);
  });

  it('asks for nothing more once it does not follow', async () => {
    const served = service({ train: 'one\n' }, []);
    await open(served, ['train']).openEnd('train', { follow: true });
    reader.stopFollowing();
    expect(reader.view()).toMatchObject({ following: false, moreLater: true });
    served.write('train', 'two\n');
    await reader.later();
    expect(textOf(reader)).toEqual(['one', 'two']);
  });

  it('says why a log cannot be opened', async () => {
    const served = service({ train: 'one\n' });
    served.fails(1);
    await open(served, ['train']).openEnd('train');
    expect(reader.view()).toMatchObject({
      status: 'failed',
      error: new Error('The network is gone.'),
    });
  });
});
