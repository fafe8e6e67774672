import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import { openMemoryStore } from '../store/openStore';
import { IDENTITY } from '../testing/documents';
import { everyWrite } from '../testing/processes/everyWrite';
import { collect, replace } from '../testing/storeTools';
import { verifyStore, type Finding } from './verifyStore';

async function keyBelow(store: ArtifactStore, prefix: string) {
  const [key] = await collect(store.objects.list(prefix));
  return key;
}

describe('verifyStore', () => {
  let store: ArtifactStore;
  beforeEach(async () => {
    store = openMemoryStore();
    await everyWrite(store);
  });

  it('finds nothing in a whole store, and counts what it looked at', async () => {
    const verification = verifyStore(store);
    expect(await collect(verification)).toEqual([]);
    expect(verification.counts).toEqual({
      blobs: 3,
      bytes: 100_014,
      trees: 2,
      documents: 11,
    });
  });

  const result = layout.result(IDENTITY, 1);
  const manifest = layout.stepManifest('run-1', 1, 'train-model', 1);
  const checkpoint = layout.checkpoint(IDENTITY, 1);
  const name = layout.name('model', 'flight-delay', '1');

  it('finds a blob whose bytes changed', async () => {
    const key = await keyBelow(store, layout.blobs);
    const bytes = await store.objects.read(key);
    await replace(store, key, 'x'.repeat(bytes?.length ?? 0));
    expect(await collect(verifyStore(store))).toEqual<Finding[]>([
      { key, problem: expect.stringMatching(/was damaged.*SHA-256/) },
    ]);
  });

  it('finds what names a blob that is gone: trees, and runs for their plans', async () => {
    for (const key of await collect(store.objects.list(layout.blobs))) {
      await store.objects.remove(key);
    }
    const findings = await collect(verifyStore(store));
    const trees = await collect(store.objects.list(layout.trees));
    expect(new Set(findings.map(({ key }) => key))).toEqual(
      new Set([...trees, layout.runRecord('run-1')]),
    );
    expect(findings).toHaveLength(4);
    expect(findings[0].problem).toMatch(/it names blobs\/.*missing/);
  });

  it('finds a tree that lists other files than its digest says', async () => {
    const [one, other] = await collect(store.objects.list(layout.trees));
    const bytes = await store.objects.read(other);
    await replace(store, one, Buffer.from(bytes ?? []).toString());
    expect(await collect(verifyStore(store))).toEqual<Finding[]>([
      { key: one, problem: expect.stringMatching(/was damaged/) },
    ]);
  });

  it('finds every document that names a tree that is gone', async () => {
    for (const key of await collect(store.objects.list(layout.trees))) {
      await store.objects.remove(key);
    }
    const findings = await collect(verifyStore(store));
    expect(findings.map(({ key }) => key)).toEqual([
      name,
      result,
      layout.result(IDENTITY, 2),
      manifest,
      layout.runRecord('run-1'),
      checkpoint,
    ]);
    expect(findings[0].problem).toMatch(/it names trees\/.*missing/);
  });

  it.each([
    result,
    manifest,
    checkpoint,
    name,
    layout.runRecord('run-1'),
    layout.attemptBegun('run-1', 1),
    layout.attemptEnd('run-1', 1),
    layout.stepBegun('run-1', 1, 'train-model', 1),
    layout.claim(IDENTITY, 1),
    layout.event('2026-07-02T08:15:30.000Z', 'ended'),
  ])('finds that %s cannot be read, and goes on', async key => {
    await replace(store, key, '{"half":');
    expect(await collect(verifyStore(store))).toEqual<Finding[]>([
      { key, problem: expect.stringContaining(key) },
    ]);
  });

  it('finds a document that was copied to another key', async () => {
    const bytes = await store.objects.read(result);
    const copy = layout.result('a'.repeat(64), 1);
    await store.objects.create(copy, bytes ?? Buffer.of());
    expect(await collect(verifyStore(store))).toEqual<Finding[]>([
      {
        key: copy,
        problem: expect.stringContaining(`belongs below results/${IDENTITY}`),
      },
    ]);
  });

  it('finds what nobody writes there', async () => {
    await store.objects.create('runs/run-1/notes.txt', Buffer.from('hello'));
    await store.objects.create('trees/notes.txt', Buffer.from('hello'));
    const findings = await collect(verifyStore(store));
    expect(findings.map(({ key }) => key)).toEqual([
      'trees/notes.txt',
      'runs/run-1/notes.txt',
    ]);
  });
});
