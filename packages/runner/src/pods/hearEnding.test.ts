import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hearEnding, type Ending } from './hearEnding';

const PATH = '/ending/run-1/1/train/0';

describe('hearEnding', () => {
  let folder: string;
  let undisturbed: string;
  let ending: Ending;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-ending-'));
    undisturbed = join(folder, 'undisturbed');
    await writeFile(undisturbed, 'yes');
    ending = await hearEnding({ port: 0, path: PATH }, undisturbed);
  });
  afterEach(async () => {
    await ending.close();
    await rm(folder, { recursive: true });
  });

  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${ending.port}${path}`).then(it => it.status);

  it('hears it when it is told, and answers when the file is gone', async () => {
    expect(ending.heard()).toBe(false);
    expect(await ask(PATH)).toBe(204);
    expect(ending.heard()).toBe(true);
    expect(existsSync(undisturbed)).toBe(false);
    expect(await ask(PATH)).toBe(204);
  });

  it('takes no other pod’s for its own', async () => {
    expect(await ask('/ending/run-1/1/train/1')).toBe(404);
    expect(ending.heard()).toBe(false);
    expect(existsSync(undisturbed)).toBe(true);
  });

  it('says so where the port is another’s', async () => {
    const taken = { port: ending.port, path: PATH };
    await expect(hearEnding(taken, undisturbed)).rejects.toThrow(/EADDRINUSE/);
  });
});
