import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchCheckpoints } from './watchCheckpoints';

describe('watchCheckpoints', () => {
  let folder: string;
  let received: { name: string; files: string[] }[];

  beforeEach(async () => {
    folder = await fs.mkdtemp(join(tmpdir(), 'trainyard-checkpoints-'));
    received = [];
  });
  afterEach(() => fs.rm(folder, { recursive: true, force: true }));

  const receive = async (generation: { name: string; folder: string }) => {
    const files = await fs.readdir(generation.folder);
    received.push({ name: generation.name, files });
  };

  async function complete(name: string) {
    await fs.mkdir(join(folder, '.draft'));
    await fs.writeFile(join(folder, '.draft', 'state'), name);
    await fs.rename(join(folder, '.draft'), join(folder, name));
  }

  it('hands a generation over while the command goes on', async () => {
    let handOver: (name: string) => void = () => {};
    const handedOver = new Promise<string>(resolve => {
      handOver = resolve;
    });
    const watch = watchCheckpoints(folder, async ({ name }) => handOver(name));
    await complete('1');
    expect(await handedOver).toBe('1');
    await watch.settle();
  });

  it('hands each over once, in order, and removes it', async () => {
    const watch = watchCheckpoints(folder, receive);
    for (const name of ['9', '10', '11']) await complete(name);
    await watch.settle();
    await watch.settle();
    expect(received).toEqual(
      ['9', '10', '11'].map(name => ({ name, files: ['state'] })),
    );
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('leaves alone what is not complete, is a file, or was given', async () => {
    await fs.mkdir(join(folder, '.half'));
    await fs.mkdir(join(folder, 'latest'));
    await fs.writeFile(join(folder, 'notes.txt'), '');
    await watchCheckpoints(folder, receive).settle();
    expect(received).toEqual([]);
    expect((await fs.readdir(folder)).sort()).toEqual([
      '.half',
      'latest',
      'notes.txt',
    ]);
  });

  it('tells what its receiver threw, and keeps what was not taken', async () => {
    await complete('1');
    await complete('2');
    const watch = watchCheckpoints(folder, async () => {
      throw new Error('the store is full');
    });
    await expect(watch.settle()).rejects.toThrow('the store is full');
    expect((await fs.readdir(folder)).sort()).toEqual(['1', '2']);
  });
});
