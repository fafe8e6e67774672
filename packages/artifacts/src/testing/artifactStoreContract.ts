import {
  canonicalJson,
  digestOfJson,
  digestOfText,
  type Digest,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import type {
  ArtifactStore,
  JournalEvent,
  TreeEntry,
} from '../store/artifactStore';
import { layout } from '../store/layout';
import {
  attemptEndOf,
  IDENTITY,
  runRecordOf,
  stepManifestOf,
  stepResultOf,
} from './documents';

const MISSING = 'f'.repeat(64);
const AT = '2026-07-02T08:15:30.000Z';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Behaviour that every ArtifactStore shares, whatever keeps its objects. */
export function describeArtifactStore(
  name: string,
  open: () => Promise<ArtifactStore>,
): void {
  describe(`${name} as an ArtifactStore`, () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const entryOf = async (path: string, words = path): Promise<TreeEntry> => ({
      path,
      executable: false,
      ...(await store.blobs.put(Buffer.from(words))),
    });
    const sealText = async (words: string): Promise<Digest> =>
      store.trees.seal([await entryOf('file.txt', words)]);
    /** What a disk or a person may do, and the store itself never does. */
    const replace = async (key: string, words: string) => {
      await store.objects.remove(key);
      await store.objects.create(key, Buffer.from(words));
    };

    describe('blobs', () => {
      it('are named by their bytes', async () => {
        const put = await store.blobs.put(Buffer.from('abc'));
        expect(put).toEqual({ sha256: digestOfText('abc'), bytes: 3 });
        expect(await store.blobs.has(put.sha256)).toBe(true);
        expect(await store.blobs.has(MISSING)).toBe(false);
        expect(await store.blobs.readAll(put.sha256)).toEqual(
          new Uint8Array(Buffer.from('abc')),
        );
      });

      it('are verified by whoever reads them', async () => {
        const { sha256 } = await store.blobs.put(Buffer.from('abc'));
        await replace(layout.blob(sha256), 'abd');
        const corrupt = { problem: 'corrupt', key: layout.blob(sha256) };
        await expect(store.blobs.readAll(sha256)).rejects.toMatchObject(
          corrupt,
        );
        await expect(collect(store.blobs.read(sha256))).rejects.toMatchObject(
          corrupt,
        );
      });

      it('never hand over their last byte unverified', async () => {
        const bytes = Buffer.alloc(2_500_000, 'a');
        const { sha256 } = await store.blobs.put(bytes);
        await replace(layout.blob(sha256), `${'a'.repeat(2_499_999)}b`);
        let received = 0;
        const reading = async () => {
          for await (const piece of store.blobs.read(sha256)) {
            received += piece.length;
          }
        };
        await expect(reading()).rejects.toMatchObject({ problem: 'corrupt' });
        expect(received).toBeLessThan(bytes.length);
      });

      it('say what is missing', async () => {
        const missing = { problem: 'missing', key: layout.blob(MISSING) };
        await expect(store.blobs.readAll(MISSING)).rejects.toMatchObject(
          missing,
        );
        await expect(collect(store.blobs.read(MISSING))).rejects.toMatchObject(
          missing,
        );
      });
    });

    describe('trees', () => {
      it('are the digest of the canonical JSON of their sorted list', async () => {
        const [b, a] = [await entryOf('b'), await entryOf('a/c')];
        const tree = await store.trees.seal([b, a]);
        expect(tree).toBe(digestOfJson([{ ...a }, { ...b }]));
        expect(await store.trees.entries(tree)).toEqual([a, b]);
        expect(await store.trees.has(tree)).toBe(true);
        expect(await store.trees.seal([a, b])).toBe(tree);
      });

      it('are documents with a schema version, in canonical JSON', async () => {
        const entry = await entryOf('a');
        const tree = await store.trees.seal([entry]);
        const bytes = await store.objects.read(layout.tree(tree));
        expect(Buffer.from(bytes ?? []).toString()).toBe(
          canonicalJson({ schema_version: 1, entries: [{ ...entry }] }),
        );
      });

      it('may be empty', async () => {
        const tree = await store.trees.seal([]);
        expect(await store.trees.entries(tree)).toEqual([]);
      });

      it('are not sealed before all their bytes are there', async () => {
        const entry = await entryOf('a');
        await expect(
          store.trees.seal([entry, { ...entry, path: 'b', sha256: MISSING }]),
        ).rejects.toMatchObject({ problem: 'missing' });
        await expect(
          store.trees.seal([{ ...entry, bytes: entry.bytes + 1 }]),
        ).rejects.toMatchObject({ problem: 'corrupt' });
        expect(await collect(store.objects.list(layout.trees))).toEqual([]);
      });

      it.each([
        [['../out']],
        [['/etc/passwd']],
        [['a', 'A']],
        [['\u00e9', 'e\u0301']],
        [['a', 'a/b']],
      ])('refuse the paths %j', async paths => {
        const entries = await Promise.all(paths.map(path => entryOf(path)));
        await expect(store.trees.seal(entries)).rejects.toMatchObject({
          problem: 'invalid',
        });
      });

      it('are verified by whoever reads them', async () => {
        const [a, b] = [await entryOf('a'), await entryOf('b')];
        const tree = await store.trees.seal([a, b]);
        await replace(
          layout.tree(tree),
          canonicalJson({ schema_version: 1, entries: [{ ...a }] }),
        );
        await expect(store.trees.entries(tree)).rejects.toMatchObject({
          problem: 'corrupt',
          key: layout.tree(tree),
        });
      });

      it('lead nowhere else, also when a list was made elsewhere', async () => {
        const entries = [{ ...(await entryOf('a')), path: '../a' }];
        const tree = digestOfJson(entries);
        await replace(
          layout.tree(tree),
          canonicalJson({ schema_version: 1, entries }),
        );
        await expect(store.trees.entries(tree)).rejects.toMatchObject({
          problem: 'invalid',
        });
      });

      it('say what is missing', async () => {
        expect(await store.trees.has(MISSING)).toBe(false);
        await expect(store.trees.entries(MISSING)).rejects.toMatchObject({
          problem: 'missing',
          key: layout.tree(MISSING),
        });
      });
    });

    describe('documents', () => {
      const key = layout.runRecord('run-1');

      it.each([
        ['no JSON', '{"schema_version":1,'],
        ['half a document', '{"schema_version":1,"run":"run-1"}'],
        ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
        ['a list', '[]'],
      ])('that hold %s are named', async (_, content) => {
        await store.objects.create(key, Buffer.from(content));
        await expect(store.runs.find('run-1')).rejects.toMatchObject({
          problem: 'unreadable',
          key,
          message: expect.stringContaining(key),
        });
      });

      it('that hold a field nobody knows are named', async () => {
        const odd: Json = { ...runRecordOf(), git: null, colour: 'red' };
        await store.objects.create(key, Buffer.from(canonicalJson(odd)));
        await expect(store.runs.find('run-1')).rejects.toThrow(/colour/);
      });

      it('of a later version say that Trainyard must be updated', async () => {
        const later: Json = { ...runRecordOf(), git: null, schema_version: 2 };
        await store.objects.create(key, Buffer.from(canonicalJson(later)));
        await expect(store.runs.find('run-1')).rejects.toMatchObject({
          problem: 'too new',
          message: expect.stringContaining('Update Trainyard'),
        });
      });

      it('do not speak for the key that they were copied to', async () => {
        await store.runs.create(runRecordOf({ run: 'run-1' }));
        const bytes = await store.objects.read(key);
        await store.objects.create(
          layout.runRecord('run-2'),
          bytes ?? Buffer.of(),
        );
        await expect(store.runs.find('run-2')).rejects.toThrow(
          /expected run-2, as its key says, found run-1/,
        );
      });

      it('that could not be read again are not written', async () => {
        const broken = stepManifestOf({
          metrics: [{ name: 'auc', value: Number.NaN }],
        });
        await expect(store.runs.sealStep(broken)).rejects.toMatchObject({
          problem: 'invalid',
        });
        expect(await collect(store.objects.list('runs/'))).toEqual([]);
      });
    });

    describe('names', () => {
      it('are bound to one content for ever', async () => {
        const [one, other] = [await sealText('1'), await sealText('2')];
        const { names } = store;
        expect(await names.bind('dataset', 'd', 'v1', { tree: one })).toEqual({
          outcome: 'bound',
        });
        expect(await names.bind('dataset', 'd', 'v1', { tree: one })).toEqual({
          outcome: 'already bound',
          to: { tree: one },
        });
        expect(await names.bind('dataset', 'd', 'v1', { tree: other })).toEqual(
          { outcome: 'taken by other content', to: { tree: one } },
        );
        expect(await names.find('dataset', 'd', 'v1')).toEqual({ tree: one });
      });

      it('compare rows where both sides know theirs, else bytes', async () => {
        const [one, other] = [await sealText('1'), await sealText('2')];
        const rows = '9'.repeat(64);
        const bind = async (tree: Digest, logical?: Digest) => {
          const to = { tree, ...(logical !== undefined && { logical }) };
          return (await store.names.bind('dataset', 'd', 'v1', to)).outcome;
        };
        expect(await bind(one, rows)).toBe('bound');
        expect(await bind(other, rows)).toBe('already bound');
        expect(await bind(one, MISSING)).toBe('taken by other content');
        expect(await bind(other)).toBe('taken by other content');
        expect(await bind(one)).toBe('already bound');
      });

      it('are kept apart by kind, name and version', async () => {
        const tree = await sealText('1');
        await store.names.bind('dataset', 'd', 'v10', { tree });
        await store.names.bind('dataset', 'd', 'v2', { tree });
        await store.names.bind('dataset', 'd2', 'v3', { tree });
        await store.names.bind('model', 'd', 'v4', { tree });
        expect(await store.names.versions('dataset', 'd')).toEqual([
          'v10',
          'v2',
        ]);
        expect(await store.names.versions('dataset', 'none')).toEqual([]);
        expect(await store.names.find('model', 'd', 'v2')).toBeUndefined();
      });

      it('are not bound to what was never sealed', async () => {
        await expect(
          store.names.bind('model', 'm', '1', { tree: MISSING }),
        ).rejects.toMatchObject({ problem: 'missing' });
        expect(await store.names.find('model', 'm', '1')).toBeUndefined();
      });

      it('let one of many at once win', async () => {
        const trees = await Promise.all(['1', '2', '3', '4'].map(sealText));
        const outcomes = await Promise.all(
          trees.map(tree => store.names.bind('model', 'm', '1', { tree })),
        );
        const winner = outcomes.findIndex(({ outcome }) => outcome === 'bound');
        expect(
          outcomes.filter(({ outcome }) => outcome === 'bound'),
        ).toHaveLength(1);
        expect(await store.names.find('model', 'm', '1')).toEqual({
          tree: trees[winner],
        });
      });
    });

    describe('results', () => {
      const by = (run: string) => ({
        made_by: { run, attempt: 1, step: 'train-model', try: 1 },
      });

      it('of one identity: the first is the one that is adopted', async () => {
        const outputs = { model: await sealText('model') };
        const first = stepResultOf({ outputs, ...by('a') });
        expect(await store.results.first(IDENTITY)).toBeUndefined();
        expect(await store.results.add(first)).toEqual({
          outcome: 'first',
          result: first,
        });
        expect(
          await store.results.add(stepResultOf({ outputs, ...by('b') })),
        ).toEqual({ outcome: 'same', result: first });
        expect(await store.results.first(IDENTITY)).toEqual(first);
        expect(await store.results.all(IDENTITY)).toEqual([first]);
      });

      it('with other outputs are kept beside it, each once', async () => {
        const [one, two, three] = await Promise.all(
          ['1', '2', '3'].map(async (words, at) =>
            stepResultOf({
              outputs: { model: await sealText(words) },
              ...by(`run-${at}`),
            }),
          ),
        );
        await store.results.add(one);
        const differs = (n: number) => ({ outcome: 'differs', result: one, n });
        expect(await store.results.add(two)).toEqual(differs(2));
        expect(await store.results.add(three)).toEqual(differs(3));
        expect(await store.results.add({ ...two, ...by('again') })).toEqual(
          differs(2),
        );
        expect(await store.results.all(IDENTITY)).toEqual([one, two, three]);
      });

      it('stay the same result when they are added again after a doubt', async () => {
        const result = stepResultOf({ outputs: { m: await sealText('1') } });
        await store.results.add(result);
        expect(await store.results.add(result)).toEqual({
          outcome: 'first',
          result,
        });
      });

      it('of many at once: one is first, all agree on which', async () => {
        const outputs = [await sealText('1'), await sealText('2')];
        const added = await Promise.all(
          [...Array(8).keys()].map(n =>
            store.results.add(
              stepResultOf({
                outputs: { model: outputs[n % 2] },
                ...by(`run-${n}`),
              }),
            ),
          ),
        );
        const first = await store.results.first(IDENTITY);
        expect(added.map(({ result }) => result)).toEqual(
          added.map(() => first),
        );
        expect(added.filter(a => a.outcome === 'first')).toHaveLength(1);
        expect(added.filter(a => a.outcome === 'same')).toHaveLength(3);
        expect(
          added.filter(a => a.outcome === 'differs' && a.n === 2),
        ).toHaveLength(4);
        expect(await store.results.all(IDENTITY)).toHaveLength(2);
      });

      it('do not name what was never sealed', async () => {
        const result = stepResultOf({ outputs: { model: MISSING } });
        await expect(store.results.add(result)).rejects.toMatchObject({
          problem: 'missing',
        });
        expect(await store.results.first(IDENTITY)).toBeUndefined();
      });
    });

    describe('runs', () => {
      it('are created once', async () => {
        const record = runRecordOf();
        expect(await store.runs.find('run-1')).toBeUndefined();
        expect(await store.runs.create(record)).toBe('created');
        expect(await store.runs.create(runRecordOf({ principal: 'x' }))).toBe(
          'exists',
        );
        expect(await store.runs.find('run-1')).toEqual(record);
      });

      it('are listed, without what never became one', async () => {
        for (const run of ['b', 'a', 'a-1']) {
          await store.runs.create(runRecordOf({ run }));
        }
        await store.objects.create('runs/half/1/begun.json', Buffer.from('{}'));
        expect(await collect(store.runs.list())).toEqual(['a-1', 'a', 'b']);
      });

      it('give each attempt a number of its own', async () => {
        await store.runs.create(runRecordOf());
        const begun = { host: 'somewhere', at: AT };
        expect(await store.runs.attempts('run-1')).toEqual([]);
        const numbers = await Promise.all(
          [...Array(12).keys()].map(() =>
            store.runs.beginAttempt('run-1', begun),
          ),
        );
        const expected = [...Array(12).keys()].map(n => n + 1);
        expect([...numbers].sort((a, b) => a - b)).toEqual(expected);
        expect(await store.runs.attempts('run-1')).toEqual(expected);
      });

      it('that nobody created have no attempts', async () => {
        await expect(
          store.runs.beginAttempt('none', { host: 'somewhere', at: AT }),
        ).rejects.toMatchObject({ problem: 'missing' });
        expect(await store.runs.attempts('none')).toEqual([]);
      });

      it('remember how an attempt ended', async () => {
        const end = attemptEndOf();
        expect(await store.runs.findEnd('run-1', 1)).toBeUndefined();
        await store.runs.endAttempt(end);
        await store.runs.endAttempt(end);
        expect(await store.runs.findEnd('run-1', 1)).toEqual(end);
        await expect(
          store.runs.endAttempt(attemptEndOf({ status: 'failed' })),
        ).rejects.toMatchObject({ problem: 'conflict' });
        expect(await store.runs.findEnd('run-1', 1)).toEqual(end);
      });

      it('find the newest sealed try of a step', async () => {
        const find = () => store.runs.findStep('run-1', 1, 'train-model');
        const begin = (nth: number) =>
          store.runs.beginStep('run-1', 1, 'train-model', {
            identity: IDENTITY,
            try: nth,
            at: AT,
            host: 'somewhere',
          });
        expect(await find()).toBeUndefined();
        await begin(1);
        expect(await find()).toBeUndefined();
        for (const nth of [1, 2, 10]) {
          await store.runs.sealStep(stepManifestOf({ try: nth }));
        }
        await begin(11);
        expect(await find()).toEqual(stepManifestOf({ try: 10 }));
      });

      it('seal a step once', async () => {
        await store.runs.sealStep(stepManifestOf());
        await store.runs.sealStep(stepManifestOf());
        await expect(
          store.runs.sealStep(stepManifestOf({ verdict: 'failed' })),
        ).rejects.toMatchObject({ problem: 'conflict' });
      });
    });

    describe('checkpoints', () => {
      const by = (run: string) => ({ run, attempt: 1, try: 1 });

      it('are found again, the newest first', async () => {
        const [one, two] = [await sealText('1'), await sealText('2')];
        const { checkpoints } = store;
        expect(await checkpoints.newest(IDENTITY)).toBeUndefined();
        await checkpoints.claim(IDENTITY, by('a'));
        expect(await checkpoints.newest(IDENTITY)).toBeUndefined();
        expect(await checkpoints.save(IDENTITY, by('a'), one)).toEqual({
          outcome: 'saved',
          generation: 1,
        });
        expect(await checkpoints.save(IDENTITY, by('a'), two)).toEqual({
          outcome: 'saved',
          generation: 2,
        });
        expect(await checkpoints.newest(IDENTITY)).toEqual({
          generation: 2,
          tree: two,
        });
      });

      it('are saved by the last claimant only', async () => {
        const tree = await sealText('1');
        const { checkpoints } = store;
        const save = (run: string) => checkpoints.save(IDENTITY, by(run), tree);
        expect(await save('a')).toEqual({ outcome: 'fenced' });
        await checkpoints.claim(IDENTITY, by('a'));
        await checkpoints.claim(IDENTITY, by('b'));
        expect(await save('a')).toEqual({ outcome: 'fenced' });
        expect(await save('b')).toMatchObject({ outcome: 'saved' });
        await checkpoints.claim(IDENTITY, by('a'));
        expect(await save('a')).toEqual({ outcome: 'fenced' });
        expect(await save('b')).toMatchObject({ outcome: 'saved' });
      });

      it('go on in the next claimant`s hands', async () => {
        const [one, two] = [await sealText('1'), await sealText('2')];
        const { checkpoints } = store;
        await checkpoints.claim(IDENTITY, by('a'));
        await checkpoints.save(IDENTITY, by('a'), one);
        await checkpoints.claim(IDENTITY, { ...by('a'), attempt: 2 });
        expect((await checkpoints.newest(IDENTITY))?.tree).toBe(one);
        expect(
          await checkpoints.save(IDENTITY, { ...by('a'), attempt: 2 }, two),
        ).toEqual({ outcome: 'saved', generation: 2 });
      });

      it('of a fenced try that wrote late do not hide the claimant`s', async () => {
        const [late, good] = [await sealText('late'), await sealText('good')];
        const { checkpoints } = store;
        await checkpoints.claim(IDENTITY, by('a'));
        await checkpoints.claim(IDENTITY, by('b'));
        await checkpoints.save(IDENTITY, by('b'), good);
        await store.objects.create(
          layout.checkpoint(IDENTITY, 2),
          Buffer.from(
            canonicalJson({
              schema_version: 1,
              identity: IDENTITY,
              generation: 2,
              epoch: 1,
              ...by('a'),
              tree: late,
            }),
          ),
        );
        expect((await checkpoints.newest(IDENTITY))?.tree).toBe(good);
      });

      it('have one claimant at a time, also when many claim at once', async () => {
        const tree = await sealText('1');
        const runs = ['a', 'b', 'c', 'd', 'e'];
        await Promise.all(
          runs.map(run => store.checkpoints.claim(IDENTITY, by(run))),
        );
        const saves = await Promise.all(
          runs.map(run => store.checkpoints.save(IDENTITY, by(run), tree)),
        );
        expect(saves.filter(({ outcome }) => outcome === 'saved')).toHaveLength(
          1,
        );
      });

      it('do not name what was never sealed', async () => {
        await store.checkpoints.claim(IDENTITY, by('a'));
        await expect(
          store.checkpoints.save(IDENTITY, by('a'), MISSING),
        ).rejects.toMatchObject({ problem: 'missing' });
      });
    });

    describe('the journal', () => {
      const event = (id: string, at: string): JournalEvent => ({
        schema_version: 1,
        id,
        at,
        event: 'step began',
        run: 'run-1',
        attempt: 1,
        step: 'train-model',
      });
      const ids = async (at: string) =>
        (await collect(store.journal.since(at))).map(({ id }) => id);

      it('tells what happened from a minute on, in order', async () => {
        await store.journal.append(event('d', '2026-07-02T09:00:00.000Z'));
        await store.journal.append(event('a', '2026-07-02T08:15:59.000Z'));
        await store.journal.append(event('b', '2026-07-02T08:15:01.000Z'));
        await store.journal.append(event('c', '2026-07-02T08:16:00.000Z'));
        await store.journal.append(event('e', '2026-07-03T00:00:00.000Z'));
        expect(await ids('2026-07-02T08:15:30.000Z')).toEqual([
          'b',
          'a',
          'c',
          'd',
          'e',
        ]);
        expect(await ids('2026-07-02T08:16:59.999Z')).toEqual(['c', 'd', 'e']);
        expect(await ids('2027-01-01T00:00:00.000Z')).toEqual([]);
      });

      it('holds an event once', async () => {
        await store.journal.append(event('a', AT));
        await store.journal.append(event('a', AT));
        expect(await collect(store.journal.since(AT))).toEqual([
          event('a', AT),
        ]);
      });
    });
  });
}
