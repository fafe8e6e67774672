import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchQueue } from './queue';

describe('LaunchQueue', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-queue-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const launches = async (queue: LaunchQueue) =>
    (await queue.list()).map(({ launch }) => launch);

  it('keeps the order in which launches came, beyond ten', async () => {
    const queue = new LaunchQueue(folder);
    const wanted = Array.from({ length: 12 }, (_, i) => `launch-${i}`);
    for (const launch of wanted) await queue.add(launch);
    expect(await launches(queue)).toEqual(wanted);
    expect(await launches(new LaunchQueue(folder))).toEqual(wanted);
  });

  it('is the same for all who add at the same time, with each launch once', async () => {
    const queues = [1, 2, 3].map(() => new LaunchQueue(folder));
    await Promise.all(
      queues.flatMap(queue =>
        ['a', 'b', 'c', 'd', 'e'].map(launch => queue.add(launch)),
      ),
    );
    const [first, ...others] = await Promise.all(queues.map(launches));
    expect([...first].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    for (const other of others) expect(other).toEqual(first);
  });

  it('never lets a launch in before one that is there, also when others left', async () => {
    const queue = new LaunchQueue(folder);
    for (const launch of ['a', 'b', 'c']) await queue.add(launch);
    const [a] = await queue.list();
    await queue.remove(a);
    await queue.add('d');
    expect(await launches(queue)).toEqual(['b', 'c', 'd']);
  });
});
