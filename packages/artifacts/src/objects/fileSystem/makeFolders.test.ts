import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { useScratchFolder } from '../../testing/scratchFolder';
import { makeFolders } from './makeFolders';

const scratch = useScratchFolder();

describe('makeFolders', () => {
  it('says which was the topmost that it made', () => {
    mkdirSync(scratch('a'));
    expect(makeFolders(scratch('a', 'b', 'c', 'd'))).toBe(scratch('a', 'b'));
    expect(existsSync(scratch('a', 'b', 'c', 'd'))).toBe(true);
  });

  it('makes nothing where all are there', () => {
    mkdirSync(scratch('a'));
    expect(makeFolders(scratch('a'))).toBeUndefined();
  });

  it('does not take a file, or a link to nowhere, for a folder', () => {
    writeFileSync(scratch('file'), '');
    symlinkSync(scratch('nowhere'), scratch('link'));
    expect(() => makeFolders(scratch('file'))).toThrow(/EEXIST/);
    expect(() => makeFolders(scratch('file', 'below'))).toThrow(/ENOTDIR/);
    expect(() => makeFolders(scratch('link'))).toThrow(/EEXIST|ENOENT/);
    expect(() => makeFolders(scratch('link', 'below'))).toThrow(/E/);
  });
});
