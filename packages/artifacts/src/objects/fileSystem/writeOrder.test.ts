import fs, { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Body } from '../objectStore';
import { useScratchFolder } from '../../testing/scratchFolder';
import { FileSystemObjectStore } from './fileSystemObjectStore';

jest.mock('node:fs', () => {
  const actual = jest.requireActual<typeof fs>('node:fs');
  return { ...actual, fsync: jest.fn(actual.fsync) };
});

const scratch = useScratchFolder();
const streamed = (words: string): Body => ({
  async *open() {
    yield Buffer.from(words);
  },
});

/** A power cut keeps what was synced, and may keep anything else. */
describe('a write that a power cut may end', () => {
  const key = 'folder/key';
  let store: FileSystemObjectStore;
  /** At each sync, in order: whether readers see the key already. */
  let visibleAtSync: boolean[];

  beforeEach(async () => {
    store = await FileSystemObjectStore.open(scratch());
    visibleAtSync = [];
    const note = () => visibleAtSync.push(existsSync(scratch(key)));
    const { fsync } = jest.requireActual<typeof fs>('node:fs');
    jest.mocked(fs.fsync).mockImplementation((descriptor, done) => {
      note();
      fsync(descriptor, done);
    });
    const handle = await open(scratch(), 'r');
    const prototype: { sync(): Promise<void> } = Object.getPrototypeOf(handle);
    await handle.close();
    const sync = prototype.sync;
    jest.spyOn(prototype, 'sync').mockImplementation(function syncNoted(
      this: unknown,
    ) {
      note();
      return sync.call(this);
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it.each<[string, Body]>([
    ['at once', Buffer.from('x')],
    ['large', Buffer.alloc(100_000)],
    ['in pieces', streamed('x')],
  ])(
    'syncs the bytes before the name, and then the name: %s',
    async (_, body) => {
      await store.create(key, body);
      const [bytes, ...names] = visibleAtSync;
      expect(bytes).toBe(false);
      // The new folder, and the one that it lies in.
      expect(names).toEqual([true, true]);
    },
  );

  it.each<[string, Body]>([
    ['at once', Buffer.from('x')],
    ['in pieces', streamed('x')],
  ])(
    'does not sync bytes that are there, but their name: %s',
    async (_, body) => {
      await store.create(key, Buffer.from('x'));
      visibleAtSync.length = 0;
      await store.createByDigest(() => key, body);
      expect(visibleAtSync).toEqual([true]);
    },
  );
});
