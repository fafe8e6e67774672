import {
  appendFile,
  mkdtemp,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import { appendLiveMetrics, type LiveMetrics } from './liveMetrics';

const of = { run: 'run-1', attempt: 1, step: 'train', try: 1 };
const line = (value: number, name = 'auc') =>
  `${JSON.stringify({ name, value, step: value })}\n`;

describe('live metrics', () => {
  let folder: string;
  let file: string;
  let store: ArtifactStore;
  let live: LiveMetrics;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-live-'));
    file = join(folder, 'metrics.jsonl');
    store = openMemoryStore();
  });
  afterEach(async () => {
    await live.settle();
    await rm(folder, { recursive: true });
  });

  const begin = (secrets: readonly string[] = []) => {
    live = appendLiveMetrics(
      { of, file, secrets, everyMilliseconds: 1 },
      store,
    );
  };
  /** Waits until it is there. */
  const appended = async (n: number) => {
    for (;;) {
      const points = await store.runs.findLive(of, n);
      if (points) return points.map(({ name, value }) => [name, value]);
      await new Promise(resolve => setImmediate(resolve));
    }
  };

  it('are appended as the command writes them, by whole lines', async () => {
    begin();
    await writeFile(file, line(1) + line(2).slice(0, 9));
    expect(await appended(1)).toEqual([['auc', 1]]);
    await appendFile(file, line(2).slice(9));
    expect(await appended(2)).toEqual([['auc', 2]]);
  });

  it('leave out lines that are wrong', async () => {
    await writeFile(file, `nonsense\n${line(3)}`);
    begin();
    expect(await appended(1)).toEqual([['auc', 3]]);
  });

  it('go on after those of a watcher that was started before', async () => {
    await store.runs.appendLive(of, 1, [{ name: 'auc', value: 0, step: 0 }]);
    await writeFile(file, line(1));
    begin();
    expect(await appended(2)).toEqual([['auc', 1]]);
  });

  it('hold no secret', async () => {
    await writeFile(file, line(1, 'hunter2-hunter2'));
    begin(['hunter2-hunter2']);
    expect(await appended(1)).toEqual([['***************', 1]]);
  });

  it('are not read through a link', async () => {
    await writeFile(join(folder, 'elsewhere'), line(1));
    await symlink(join(folder, 'elsewhere'), file);
    begin();
    await unlink(file);
    await writeFile(file, line(2));
    expect(await appended(1)).toEqual([['auc', 2]]);
  });
});
