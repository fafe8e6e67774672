import { openMemoryStore } from '@trainyard/artifacts';
import { bundleView as bundleShape } from '@trainyard/backstage-plugin-ml-training-common';
import { runEntryOf, sealFiles } from '../testing/storedRuns';
import { bundleView } from './bundleView';

type Files = Readonly<Record<string, string | Uint8Array>>;

async function world(now: Files, before?: Files) {
  const store = openMemoryStore();
  const entry = runEntryOf({
    run: 'run-2',
    bundle: await sealFiles(store, now),
  });
  const previous =
    before &&
    runEntryOf({ run: 'run-1', bundle: await sealFiles(store, before) });
  const show = async () =>
    bundleShape.parse(
      await bundleView(entry, previous, { store: async () => store }),
    );
  return { store, entry, previous, show };
}

describe('bundleView', () => {
  it('shows what was run', async () => {
    const { show } = await world({ 'pipeline.yaml': 'a: é\n', 'x/y.py': '' });
    const { specification, files, previous, changes } = await show();
    expect(specification).toBe('pipeline.yaml');
    expect(files.map(({ path, bytes, text }) => [path, bytes, text])).toEqual([
      ['pipeline.yaml', 6, 'a: é\n'],
      ['x/y.py', 0, ''],
    ]);
    expect(previous).toBeNull();
    expect(changes).toEqual([]);
  });

  it('shows no bytes that are no text, and none that are too long', async () => {
    const { show } = await world({
      'a.bin': Buffer.from([1, 0]),
      'b.txt': Buffer.from([0xe9]),
      'c.txt': 'x'.repeat(262_144),
      'd.txt': 'x'.repeat(262_145),
    });
    const { files } = await show();
    expect(files.map(({ text }) => text?.length ?? null)).toEqual([
      null,
      null,
      262_144,
      null,
    ]);
  });

  it('tells what changed since the run before, and nothing else', async () => {
    const { show } = await world(
      { 'a.yaml': 'now', 'b.sql': 'same', 'new.py': 'n' },
      { 'a.yaml': 'before', 'b.sql': 'same', 'gone.py': 'g' },
    );
    const { previous, changes } = await show();
    expect(previous).toEqual({ run: 'run-1' });
    expect(changes).toEqual([
      { path: 'a.yaml', change: 'changed', before: 'before', after: 'now' },
      { path: 'gone.py', change: 'removed', before: 'g', after: null },
      { path: 'new.py', change: 'added', before: null, after: 'n' },
    ]);
  });

  it('has nothing to compare with where the bundle before was removed', async () => {
    const { show, store, previous } = await world(
      { a: 'now' },
      { a: 'before' },
    );
    await store.objects.remove(`trees/${previous?.bundle}.json`);
    expect(await show()).toMatchObject({ previous: null, changes: [] });
  });

  it('throws where the run`s own bundle is gone', async () => {
    const { show, store, entry } = await world({ a: 'now' });
    await store.objects.remove(`trees/${entry.bundle}.json`);
    await expect(show()).rejects.toMatchObject({ problem: 'missing' });
  });
});
