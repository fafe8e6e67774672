import fs from 'node:fs';
import { useScratchFolder } from '../../testing/scratchFolder';
import { DurableFolders } from './durableFolders';

const scratch = useScratchFolder();

describe('DurableFolders', () => {
  let synced: string[];
  beforeEach(() => {
    synced = [];
    const openSync = fs.openSync;
    jest.spyOn(fs, 'openSync').mockImplementation((path, ...rest) => {
      synced.push(String(path));
      return openSync(path, ...rest);
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('syncs all above a root that it made, up to what was there', async () => {
    await DurableFolders.open(scratch('a', 'b'));
    expect(synced).toEqual([scratch('a', 'b'), scratch('a'), scratch()]);
  });

  it('syncs nothing above a root that was there', async () => {
    await DurableFolders.open(scratch());
    expect(synced).toEqual([]);
  });

  it('syncs the way to a folder once, and its names each time', async () => {
    const folders = await DurableFolders.open(scratch());
    const folder = scratch('x', 'y');
    folders.make(folder);
    expect(folders.isDurable(folder)).toBe(false);
    await folders.sync(folder);
    expect(folders.isDurable(folder)).toBe(true);
    expect(synced).toEqual([folder, scratch('x'), scratch()]);

    synced.length = 0;
    await folders.sync(folder);
    expect(synced).toEqual([folder]);
  });

  it('syncs a new folder up to the first that is durable', async () => {
    const folders = await DurableFolders.open(scratch());
    folders.make(scratch('x', 'y'));
    await folders.sync(scratch('x', 'y'));
    folders.make(scratch('x', 'z'));
    synced.length = 0;
    await folders.sync(scratch('x', 'z'));
    expect(synced).toEqual([scratch('x', 'z'), scratch('x')]);
  });

  it('does not trust that another process has synced what is there', async () => {
    const first = await DurableFolders.open(scratch());
    first.make(scratch('x'));
    await first.sync(scratch('x'));
    const second = await DurableFolders.open(scratch());
    synced.length = 0;
    await second.sync(scratch('x'));
    expect(synced).toEqual([scratch('x'), scratch()]);
  });
});
