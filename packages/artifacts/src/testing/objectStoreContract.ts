/* eslint-disable jest/no-export -- a suite that every implementation runs */
import { createHash } from 'node:crypto';
import type { Body, ObjectStore } from '../objects/objectStore';
import { collect } from './storeTools';

const text = (words: string) => Buffer.from(words);

/** Bytes that differ from place to place, so that a lost or doubled piece shows. */
function patterned(bytes: number): Buffer {
  const pattern = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) pattern.writeUInt32LE(at, at);
  return pattern;
}

function inPieces(bytes: Uint8Array, size: number): Body {
  return {
    async *open() {
      for (let at = 0; at < bytes.length; at += size) {
        yield bytes.subarray(at, at + size);
      }
    },
  };
}

/** Behaviour that every ObjectStore shares. */
export function describeObjectStore(
  name: string,
  open: () => Promise<ObjectStore>,
): void {
  describe(`${name} as an ObjectStore`, () => {
    let store: ObjectStore;
    beforeEach(async () => {
      store = await open();
    });

    const read = async (key: string) => {
      const bytes = await store.read(key);
      return bytes && Buffer.from(bytes).toString();
    };

    const streamed = async (key: string) => {
      const pieces = await store.stream(key);
      return pieces && Buffer.concat(await collect(pieces));
    };

    it('gives back what was created, whole and in pieces', async () => {
      expect(await store.create('a/b', text('hello'))).toBe('created');
      expect(await read('a/b')).toBe('hello');
      expect(await store.size('a/b')).toBe(5);
      expect((await streamed('a/b'))?.toString()).toBe('hello');
    });

    it('keeps the first writer`s bytes', async () => {
      await store.create('a', text('first'));
      expect(await store.create('a', text('second'))).toBe('exists');
      expect(await read('a')).toBe('first');
    });

    it('lets exactly one of many writers at once be first', async () => {
      const writers = [...Array(40).keys()];
      const outcomes = await Promise.all(
        writers.map(n => store.create('contended/key', text(`by ${n}`))),
      );
      const winners = writers.filter(n => outcomes[n] === 'created');
      expect(winners).toHaveLength(1);
      expect(await read('contended/key')).toBe(`by ${winners[0]}`);
    });

    it('keeps an object without bytes', async () => {
      await store.create('empty', new Uint8Array());
      expect(await store.size('empty')).toBe(0);
      expect(await read('empty')).toBe('');
      expect(await streamed('empty')).toHaveLength(0);
    });

    it('says undefined where there is nothing', async () => {
      await store.create('folder/file', text('x'));
      for (const key of [
        'nothing',
        'folder',
        'folder/file/below',
        'folder/x',
      ]) {
        expect(await store.read(key)).toBeUndefined();
        expect(await store.size(key)).toBeUndefined();
        expect(await store.stream(key)).toBeUndefined();
      }
    });

    it('streams more than fits into a piece, both ways', async () => {
      const bytes = patterned(3_000_001);
      await store.create('big', inPieces(bytes, 70_000));
      expect((await streamed('big'))?.equals(bytes)).toBe(true);
    });

    it.each([
      [{ from: 0 }, 0, 2_500_000],
      [{ from: 1_048_575, bytes: 2 }, 1_048_575, 1_048_577],
      [{ from: 700, bytes: 2_000_000 }, 700, 2_000_700],
      [{ from: 2_499_999 }, 2_499_999, 2_500_000],
      [{ from: 2_499_990, bytes: 1000 }, 2_499_990, 2_500_000],
      [{ from: 5, bytes: 0 }, 0, 0],
      [{ from: 2_500_000, bytes: 10 }, 0, 0],
      [{ from: 9_000_000 }, 0, 0],
    ])(
      'streams the range %j and nothing beside it',
      async (range, from, to) => {
        const bytes = patterned(2_500_000);
        await store.create('big', bytes);
        const pieces = await collect((await store.stream('big', range)) ?? []);
        const found = Buffer.concat(pieces);
        expect(found.equals(bytes.subarray(from, to))).toBe(true);
      },
    );

    it('streams a range of nothing where there is nothing', async () => {
      await store.create('empty', new Uint8Array());
      const range = { from: 3, bytes: 4 };
      expect(await collect((await store.stream('empty', range)) ?? [])).toEqual(
        [],
      );
      expect(await store.stream('nothing', range)).toBeUndefined();
    });

    it.each([{ from: -1 }, { from: 1.5 }, { from: 0, bytes: -1 }])(
      'refuses the range %j',
      async range => {
        await store.create('a', text('hello'));
        await expect(store.stream('a', range)).rejects.toThrow(
          /a whole number from 0 up/,
        );
      },
    );

    it('hands out pieces of at most 1 MiB, whatever the object', async () => {
      await store.create('big', patterned(3_000_000));
      for await (const piece of (await store.stream('big')) ?? []) {
        expect(piece.length).toBeLessThanOrEqual(1 << 20);
      }
    });

    it('lets a reader stop in the middle', async () => {
      await store.create('big', patterned(3_000_000));
      for await (const piece of (await store.stream('big')) ?? []) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect(await store.size('big')).toBe(3_000_000);
    });

    it.each([
      ['at once', (bytes: Buffer): Body => bytes],
      ['in pieces', (bytes: Buffer) => inPieces(bytes, 1000)],
    ])('names bytes given %s by their digest', async (_, bodyOf) => {
      const bytes = patterned(100_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      for (let time = 1; time <= 2; time++) {
        const put = await store.createByDigest(d => `d/${d}`, bodyOf(bytes));
        expect(put).toEqual({ sha256, bytes: 100_000 });
      }
      expect(await collect(store.list('d/'))).toEqual([`d/${sha256}`]);
      expect(await store.size(`d/${sha256}`)).toBe(100_000);
    });

    it('shows nothing of a write whose source fails', async () => {
      const failing: Body = {
        async *open() {
          yield text('half');
          throw new Error('the source broke');
        },
      };
      await expect(store.create('x/y', failing)).rejects.toThrow(
        'the source broke',
      );
      await expect(
        store.createByDigest(sha256 => `x/${sha256}`, failing),
      ).rejects.toThrow('the source broke');
      expect(await collect(store.list('x/'))).toEqual([]);
      expect(await store.create('x/y', text('whole'))).toBe('created');
    });

    it('does not share memory with writers and readers', async () => {
      const mine = text('before');
      await store.create('a', mine);
      mine.fill('x');
      (await store.read('a'))?.fill(0);
      expect(await read('a')).toBe('before');
    });

    it('lists keys below a prefix in the order of their bytes', async () => {
      const keys = [
        'l/a/b',
        'l/a-b',
        'l/a.b',
        'l/a0',
        'l/B',
        'l/é',
        'l/😀',
        'l/\uff61',
      ];
      for (const key of [...keys, 'l0/x', 'll', 'k/a']) {
        await store.create(key, text(key));
      }
      expect(await collect(store.list('l/'))).toEqual(
        [...keys].sort((a, b) => Buffer.compare(text(a), text(b))),
      );
      expect(await collect(store.list('l/a/'))).toEqual(['l/a/b']);
      expect(await collect(store.list('none/'))).toEqual([]);
    });

    it('names the children of a prefix once, folders with a slash', async () => {
      for (const key of ['r/1/x', 'r/1/y', 'r/10/z', 'r/run.json', 'r/1-a']) {
        await store.create(key, text(key));
      }
      expect(await collect(store.children('r/'))).toEqual([
        '1-a',
        '1/',
        '10/',
        'run.json',
      ]);
      expect(await collect(store.children('none/'))).toEqual([]);
    });

    it('removes, also what is not there, and lets the key be created again', async () => {
      await store.create('a/b', text('old'));
      await store.remove('a/b');
      await store.remove('a/b');
      await store.remove('nowhere/at/all');
      expect(await read('a/b')).toBeUndefined();
      expect(await collect(store.list('a/'))).toEqual([]);
      expect(await store.create('a/b', text('new'))).toBe('created');
      expect(await read('a/b')).toBe('new');
    });

    it.each(['../out', '/etc/x', 'a//b', 'a/./b', 'a\\b', 'a\0', ''])(
      'lets no key lead elsewhere: %j',
      async key => {
        const refused = /is not a key/;
        await expect(store.create(key, text('x'))).rejects.toThrow(refused);
        await expect(
          store.createByDigest(() => key, text('x')),
        ).rejects.toThrow(refused);
        await expect(store.read(key)).rejects.toThrow(refused);
        await expect(store.stream(key)).rejects.toThrow(refused);
        await expect(store.size(key)).rejects.toThrow(refused);
        await expect(store.remove(key)).rejects.toThrow(refused);
        await expect(collect(store.list(`${key}/`))).rejects.toThrow(refused);
        await expect(collect(store.children(`${key}/`))).rejects.toThrow(
          refused,
        );
      },
    );
  });
}
