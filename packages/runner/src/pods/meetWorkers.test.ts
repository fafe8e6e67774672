import { readFile } from 'node:fs/promises';
import { MemoryObjectStore } from '@trainyard/artifacts';
import { meetWorkers, type Worker } from './meetWorkers';
import { graph } from './testing/plans';
import { PodWorld, RUN } from './testing/podWorld';

describe('workers of one try', () => {
  const objects = new MemoryObjectStore();
  const meet = (own: Worker, workers: number, waitMilliseconds = 5000) =>
    meetWorkers(objects, {
      prefix: `staging/run/1/train/${workers}/`,
      own,
      workers,
      waitMilliseconds,
      pollMilliseconds: 1,
    });

  it('learn of each other, in whatever order they come', async () => {
    const all = [2, 0, 1].map(rank => ({ rank, address: `10.0.0.${rank}` }));
    const met = await Promise.all(all.map(own => meet(own, 3)));
    const expected = [...all].sort((a, b) => a.rank - b.rank);
    expect(met).toEqual([expected, expected, expected]);
  });

  it('are told anew where one of them has moved', async () => {
    await meet({ rank: 0, address: 'old' }, 2, 0).catch(() => {});
    const [met] = await Promise.all([
      meet({ rank: 0, address: 'new' }, 2),
      meet({ rank: 1, address: 'other' }, 2),
    ]);
    expect(met[0].address).toBe('new');
  });

  it('say whom they waited for in vain', async () => {
    await expect(meet({ rank: 1, address: 'a' }, 4, 0)).rejects.toThrow(
      /worker 0, 2, 3 of 4/,
    );
  });

  it('share a try: the first one writes what the step makes', async () => {
    const script =
      'cat $WORKERS > $TRAINYARD_OUT/model/model; test $RANK = 0 || echo other > $TRAINYARD_OUT/model/other';
    const world = await PodWorld.make(graph({ train: { script } }));
    try {
      await world.prepare();
      const found: string[] = [];
      const pods = await Promise.all(
        [0, 1].map(worker =>
          world.command('train', {
            worker,
            workers: 2,
            env: { WORKERS: '/dev/null', RANK: String(worker) },
            beforeUpload: async ({ workers }) => {
              found.push(await readFile(workers, 'utf8'));
            },
          }),
        ),
      );
      expect(pods.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      expect(new Set(found)).toEqual(
        new Set([
          '[{"rank":0,"address":"10.0.0.1"},{"rank":1,"address":"10.0.0.2"}]\n',
        ]),
      );
      await world.builtin(
        { pod: 'after-train', seals: ['train'] },
        { train: 0 },
      );
      const train = await world.store.runs.findStep(RUN, 1, 'train');
      const files = await world.store.trees.entries(`${train?.outputs.model}`);
      expect(files.map(({ path }) => path)).toEqual(['model']);
    } finally {
      await world.remove();
    }
  });
});
