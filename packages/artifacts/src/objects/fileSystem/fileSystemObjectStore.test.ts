import fs, { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { describeObjectStore } from '../../testing';
import { useScratchFolder } from '../../testing/scratchFolder';
import { FileSystemObjectStore } from './fileSystemObjectStore';

const scratch = useScratchFolder();
const open = () => FileSystemObjectStore.open(scratch('store'));
const drafts = () => readdirSync(scratch('store', 'drafts'));

describeObjectStore('FileSystemObjectStore', open);

describe('FileSystemObjectStore', () => {
  it('makes the folder it is told of, with those above', async () => {
    const store = await FileSystemObjectStore.open(scratch('a', 'b', 'c'));
    await store.create('x/y', Buffer.from('z'));
    expect(existsSync(scratch('a', 'b', 'c', 'x', 'y'))).toBe(true);
  });

  it('shows each object to every process, once it is there', async () => {
    const [one, other] = [await open(), await open()];
    await one.create('a/b', Buffer.from('x'));
    expect(await other.size('a/b')).toBe(1);
    expect(await other.create('a/b', Buffer.from('y'))).toBe('exists');
  });

  it('leaves no draft, whether it was first or not', async () => {
    const store = await open();
    await store.create('a', Buffer.from('x'));
    await store.create('a', Buffer.from('y'));
    await store.createByDigest(d => d, { async *open() {} });
    const [owner] = drafts();
    expect(readdirSync(scratch('store', 'drafts', owner))).toEqual([]);
  });

  it('does not let a key reach the drafts', async () => {
    const store = await open();
    await expect(
      store.create('drafts/a', Buffer.from('x')),
    ).rejects.toMatchObject({ fault: 'invalid key' });
  });

  it('leaves the drafts of a process that lives', async () => {
    const store = await open();
    let goOn = () => {};
    const stalled = new Promise<void>(resolve => {
      goOn = resolve;
    });
    let hasBegun = () => {};
    const begun = new Promise<void>(resolve => {
      hasBegun = resolve;
    });
    const writing = store.create('slow', {
      async *open() {
        yield Buffer.from('first ');
        hasBegun();
        await stalled;
        yield Buffer.from('second');
      },
    });
    await begun;
    const other = await open();
    expect(await other.size('slow')).toBeUndefined();
    goOn();
    expect(await writing).toBe('created');
    expect(await other.size('slow')).toBe(12);
  });

  it('sweeps what another boot left, and nothing that it cannot read', async () => {
    await open();
    const gone = scratch('store', 'drafts', '1.1.1.another-boot.abc');
    const unknown = scratch('store', 'drafts', 'unknown');
    for (const folder of [gone, unknown]) {
      mkdirSync(folder);
      writeFileSync(`${folder}/1`, 'half');
    }
    await open();
    expect(drafts()).toEqual(['unknown']);
  });

  it('opens also where it may not sweep what another user left', async () => {
    await open();
    const gone = scratch('store', 'drafts', '1.1.1.another-boot.abc');
    mkdirSync(gone);
    writeFileSync(`${gone}/1`, 'half');
    const unlink = fs.unlinkSync;
    jest.spyOn(fs, 'unlinkSync').mockImplementation(path => {
      if (!String(path).startsWith(gone)) return unlink(path);
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    });
    try {
      const store = await open();
      expect(await store.create('a', Buffer.from('x'))).toBe('created');
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('says so where there are no hard links', async () => {
    const link = jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error('no'), { code: 'EPERM' });
    });
    try {
      await expect(open()).rejects.toMatchObject({
        fault: 'cannot link',
        message: expect.stringMatching(/without hard links.*--store/),
      });
    } finally {
      link.mockRestore();
    }
  });

  it('says so where a file is in the way', async () => {
    writeFileSync(scratch('store'), '');
    await expect(open()).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/opening it ended with EEXIST/),
    });
  });

  it('tells an observer of each action with its key, in order', async () => {
    const told: string[] = [];
    const store = await FileSystemObjectStore.open(scratch('store'), {
      observer: {
        before: (action, key) => told.push(`before ${action} ${key}`),
        after: (action, key) => told.push(`after ${action} ${key}`),
      },
    });
    await store.create('a/b', Buffer.from('x'));
    const actions = [
      'write draft',
      'make folder',
      'link',
      'sync folder',
      'drop draft',
    ];
    expect(told).toEqual(
      actions.flatMap(action => [
        `before ${action} a/b`,
        `after ${action} a/b`,
      ]),
    );
    told.length = 0;
    await store.create('a/c', Buffer.from('x'));
    expect(told).not.toContain('before make folder a/c');
    told.length = 0;
    await store.remove('a/b');
    expect(told[0]).toBe('before remove a/b');
  });
});
