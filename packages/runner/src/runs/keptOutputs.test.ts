import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptOutputs } from './keptOutputs';

describe('KeptOutputs', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-kept-'));
    await mkdir(join(folder, 'out'));
    await writeFile(join(folder, 'out', 'rows'), 'sensitive');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds a folder by its tree, and wipes it when nobody reads it any more', async () => {
    const kept = new KeptOutputs(join(folder, 'kept'));
    await kept.keep('tree', join(folder, 'out'));
    const found = kept.find('tree') ?? '';
    expect(await readFile(join(found, 'rows'), 'utf8')).toBe('sensitive');

    await kept.dropAllBut(new Set(['tree']));
    expect(kept.find('tree')).toBe(found);
    await kept.dropAllBut(new Set(['other']));
    expect(kept.find('tree')).toBeUndefined();
    expect(existsSync(found)).toBe(false);
  });

  it('keeps one folder where two steps made the same tree', async () => {
    const kept = new KeptOutputs(join(folder, 'kept'));
    await kept.keep('tree', join(folder, 'out'));
    const first = kept.find('tree');
    await mkdir(join(folder, 'out'));
    await kept.keep('tree', join(folder, 'out'));
    expect(kept.find('tree')).toBe(first);
  });
});
