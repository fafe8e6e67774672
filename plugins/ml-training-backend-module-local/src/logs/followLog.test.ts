import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followLog, newestTry, type LogToFollow } from './followLog';

describe('a followed log', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'trainyard-log-'));
    folder = join(root, 'train-1');
    await mkdir(folder);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const follow = (more: Partial<LogToFollow> = {}) =>
    followLog({
      folder,
      from: 0,
      secrets: [],
      isOver: async () => false,
      signal: new AbortController().signal,
      ...more,
    });

  /** Of a log that is over. */
  const all = async (more: Partial<LogToFollow> = {}) => {
    let text = '';
    let next: number | undefined;
    for await (const piece of follow({ isOver: async () => true, ...more })) {
      expect(piece.bytes.length).toBeLessThanOrEqual(65536);
      expect(piece.bytes.length).toBeGreaterThan(0);
      expect(piece.offset).toBe(next ?? more.from ?? 0);
      next = piece.offset + piece.bytes.length;
      text += Buffer.from(piece.bytes).toString('latin1');
    }
    return text;
  };

  it('comes in small pieces that follow each other, from any byte on', async () => {
    const long = 'ten bytes\n'.repeat(30_000);
    await writeFile(join(folder, 'log'), long);
    expect(await all()).toBe(long);
    expect(await all({ from: 123_456 })).toBe(long.slice(123_456));
    expect(await all({ from: long.length + 5 })).toBe('');
  });

  it('covers the same bytes wherever one begins to read', async () => {
    await writeFile(join(folder, 'log'), 'a secret, sec and secr');
    const covered = 'a ******, sec and secr';
    for (let from = 0; from <= covered.length; from++) {
      expect(await all({ from, secrets: ['secret'] })).toBe(
        covered.slice(from),
      );
    }
  });

  it('goes on while it grows, and ends with what was written last when the try is wiped', async () => {
    await writeFile(join(folder, 'log'), 'first ');
    let said = '';
    for await (const { bytes } of follow()) {
      if (said === '') {
        await appendFile(join(folder, 'log'), 'last');
        await rm(folder, { recursive: true });
      }
      said += Buffer.from(bytes);
    }
    expect(said).toBe('first last');
  });

  it('ends when nobody listens any more', async () => {
    const listener = new AbortController();
    await writeFile(join(folder, 'log'), 'first');
    let pieces = 0;
    for await (const _ of follow({ signal: listener.signal })) {
      pieces += 1;
      listener.abort();
    }
    expect(pieces).toBe(1);
  });

  it('is that of the newest try, of no step with a longer name', async () => {
    for (const name of ['train-2', 'train-10', 'train-model-11', 'kept']) {
      await mkdir(join(root, name));
    }
    expect(await newestTry(root, 'train')).toBe(join(root, 'train-10'));
    expect(await newestTry(root, 'score')).toBeUndefined();
    expect(await newestTry(join(root, 'nowhere'), 'train')).toBeUndefined();
  });
});
