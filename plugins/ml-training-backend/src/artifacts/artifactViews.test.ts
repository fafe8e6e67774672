import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import {
  artifactFiles,
  artifactRoots,
  preview,
  type Digest,
  type Preview,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  collect,
  runEntryOf,
  sealFiles,
  stepViewOf,
} from '../testing/storedRuns';
import { artifactViews } from './artifactViews';

const entry = runEntryOf({ state: 'succeeded' });
const PNG = Buffer.from('\x89PNG\r\n\x1a\n1234', 'latin1');

async function world(
  files: Readonly<Record<string, string | Uint8Array>>,
  [step, output] = ['train-model', 'model'],
) {
  const store = openMemoryStore();
  const views = artifactViews({ store: async () => store });
  const tree = await sealFiles(store, files);
  const steps = [
    stepViewOf(step, 'succeeded', { outputs: { [output]: tree } }),
  ];
  return {
    store,
    views,
    tree,
    steps,
    show: async (path: string) => shown(views, steps, tree, path),
  };
}

async function shown(
  views: ReturnType<typeof artifactViews>,
  steps: readonly StepView[],
  tree: Digest,
  path: string,
): Promise<Preview> {
  const found = await views.preview(entry, steps, tree, path);
  if (found.outcome !== 'found') throw new Error(found.outcome);
  return preview.parse(found.preview);
}

/** What a disk may do, and the store never does. */
async function damage(store: ArtifactStore, bytes: string) {
  for (const key of await collect(store.objects.list('blobs/'))) {
    await store.objects.remove(key);
    await store.objects.create(key, Buffer.from(bytes));
  }
}

describe('artifacts of a run', () => {
  it('are told by step and output, with their files', async () => {
    const { views, steps, tree } = await world({ 'a.txt': 'aa', 'b/c': 'ccc' });
    const roots = artifactRoots.parse(await views.roots(entry, steps));
    expect(roots.items).toEqual([
      {
        step: 'train-model',
        output: 'model',
        tree,
        files: 2,
        bytes: 5,
        hidden: null,
      },
    ]);
    const found = await views.files(entry, steps, tree);
    if (found.outcome !== 'found') throw new Error(found.outcome);
    const { files } = artifactFiles.parse(found.files);
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a.txt', 2],
      ['b/c', 3],
    ]);
  });

  it('are all that can be reached, whoever knows the digest of another', async () => {
    const { views, store, steps } = await world({ a: 'mine' });
    const foreign = await sealFiles(store, { a: 'theirs' });
    const outcome = { outcome: 'not of this run' };
    expect(await views.files(entry, steps, foreign)).toEqual(outcome);
    expect(await views.preview(entry, steps, foreign, 'a')).toEqual(outcome);
    expect(await views.open(entry, steps, foreign, 'a')).toEqual(outcome);
  });

  it.each([
    '../secret',
    '/etc/passwd',
    'a/../a',
    './a',
    '%2e%2e/secret',
    '..%2fsecret',
    'a\0',
    'a\0.png',
    '..\\secret',
    'A',
    '',
    'blobs/sha256',
  ])('hold no file %j', async path => {
    const { views, steps, tree } = await world({ a: 'mine' });
    const outcome = { outcome: 'no such file' };
    expect(await views.preview(entry, steps, tree, path)).toEqual(outcome);
    expect(await views.open(entry, steps, tree, path)).toEqual(outcome);
  });

  it('tell that they are not in the store any more', async () => {
    const { views, store, steps, tree } = await world({ a: 'mine' });
    await store.objects.remove(`trees/${tree}.json`);
    const { items } = await views.roots(entry, steps);
    expect(items[0]).toMatchObject({ files: 0, bytes: 0 });
    expect(items[0].hidden).toMatch(/is not in the store/);
    expect(await views.files(entry, steps, tree)).toMatchObject({
      outcome: 'damaged',
    });
  });
});

describe('a file that is damaged', () => {
  it('is told, and never served', async () => {
    const { views, store, steps, tree } = await world({ 'a.txt': 'good' });
    await damage(store, 'evil');
    const damaged = {
      outcome: 'damaged',
      because: expect.stringMatching(/was damaged/),
    };
    expect(await views.preview(entry, steps, tree, 'a.txt')).toEqual(damaged);
    expect(await views.open(entry, steps, tree, 'a.txt')).toEqual(damaged);
  });

  it('is told where it has another length', async () => {
    const { views, store, steps, tree } = await world({ 'a.txt': 'good' });
    await damage(store, 'longer than it was');
    expect(await views.open(entry, steps, tree, 'a.txt')).toEqual({
      outcome: 'damaged',
      because: expect.stringMatching(
        /18 bytes in the store where 4 were sealed/,
      ),
    });
  });

  it('breaks off before its end where it is large', async () => {
    const size = 9 * 1024 * 1024;
    const { views, store, steps, tree } = await world({
      big: Buffer.alloc(size, 'a'),
    });
    await damage(store, `${'a'.repeat(size - 1)}b`);
    const found = await views.open(entry, steps, tree, 'big');
    if (found.outcome !== 'opened') throw new Error(found.outcome);
    let sent = 0;
    const sending = async () => {
      for await (const piece of found.body) sent += piece.length;
    };
    await expect(sending()).rejects.toMatchObject({ problem: 'corrupt' });
    expect(sent).toBeLessThan(size);
  });
});

describe('a store that hands out files itself', () => {
  it('is left to do so with large ones, once they were found to be the run`s', async () => {
    const { store, steps, tree } = await world({
      big: Buffer.alloc(9 * 1024 * 1024, 'a'),
      small: 'x',
    });
    const presign = jest.fn(async () => 'https://bucket.example.com/signed');
    const views = artifactViews({ store: async () => ({ ...store, presign }) });
    const open = (of: string, path: string) =>
      views.open(entry, steps, of, path);
    expect(await open(tree, 'big')).toEqual({
      outcome: 'elsewhere',
      url: 'https://bucket.example.com/signed',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(presign).toHaveBeenCalledTimes(1);
    expect((await open(tree, 'small')).outcome).toBe('opened');

    const other = await sealFiles(store, { big: Buffer.alloc(9e6) });
    expect((await open(other, 'big')).outcome).not.toBe('elsewhere');
    await damage(store, 'shorter');
    expect((await open(tree, 'big')).outcome).toBe('damaged');
    expect(presign).toHaveBeenCalledTimes(1);
  });
});

describe('labels of the test', () => {
  it.each([
    ['build-labels', 'labels'],
    ['materialize-dataset', 'dataset'],
    ['split-dataset', 'labels'],
  ])('are not shown: %s.%s', async (step, output) => {
    const made = await world({ 'test.csv': 'id,late\n1,0\n' }, [step, output]);
    const { views, steps, tree } = made;
    const { items } = await views.roots(entry, steps);
    expect(items[0].hidden).toMatch(/labels of the test window/);
    expect(await made.show('test.csv')).toEqual({
      kind: 'none',
      because: items[0].hidden,
    });
    expect(await views.open(entry, steps, tree, 'test.csv')).toEqual({
      outcome: 'hidden',
      because: items[0].hidden,
    });
  });

  it('are not shown under another step`s name either', async () => {
    const { views, store } = await world({});
    const tree = await sealFiles(store, { 'test.csv': 'id,late\n1,0\n' });
    const steps = [
      stepViewOf('constructor', 'succeeded', { outputs: { x: tree } }),
      stepViewOf('copy', 'succeeded', { outputs: { copy: tree } }),
      stepViewOf('split-dataset', 'succeeded', { outputs: { labels: tree } }),
    ];
    expect(await shown(views, steps, tree, 'test.csv')).toMatchObject({
      kind: 'none',
    });
  });

  it('do not hide what was trained on', async () => {
    const made = await world({ 'train.csv': 'id,late\n1,0\n' }, [
      'split-dataset',
      'train',
    ]);
    expect(await made.show('train.csv')).toMatchObject({ kind: 'table' });
  });
});

describe('a preview', () => {
  it.each([
    ['report.md', 'markdown'],
    ['train.py', 'python'],
    ['a/b.sql', 'sql'],
    ['p.YAML', 'yaml'],
    ['pipeline.lock', 'yaml'],
    ['notes', 'text'],
    ['x.constructor', 'text'],
    ['page.html', 'text'],
    ['drawing.svg', 'text'],
  ])('of %s is text in %s', async (path, language) => {
    const { show } = await world({ [path]: '<svg>é</svg>' });
    expect(await show(path)).toEqual({
      kind: 'text',
      language,
      text: '<svg>é</svg>',
      cut: false,
    });
  });

  it('of a long text is its beginning, to a whole character', async () => {
    const { show } = await world({ 'a.txt': `x${'é'.repeat(40_000)}` });
    const found = await show('a.txt');
    expect(found).toMatchObject({ kind: 'text', cut: true });
    expect(found.kind === 'text' && found.text).toBe(`x${'é'.repeat(32_767)}`);
  });

  it('of JSON has a value a line, unless it is long', async () => {
    const long = `[${'1,'.repeat(140_000)}1]`;
    const { show } = await world({
      'a.json': '{"a":1}',
      'long.json': long,
      'bent.json': '{"a"',
    });
    expect(await show('a.json')).toMatchObject({
      language: 'json',
      text: '{\n  "a": 1\n}\n',
      cut: false,
    });
    expect(await show('long.json')).toMatchObject({
      text: long.slice(0, 65_536),
      cut: true,
    });
    expect(await show('bent.json')).toMatchObject({ text: '{"a"' });
  });

  it.each([
    ['image/png', PNG],
    ['image/jpeg', Buffer.from('\xff\xd8\xff\xe0', 'latin1')],
    ['image/gif', Buffer.from('GIF89a…')],
    ['image/webp', Buffer.from('RIFF\x01\x02\x03\x04WEBPVP8 ', 'latin1')],
  ])('of a picture is told by its bytes: %s', async (mediaType, bytes) => {
    const { show } = await world({ 'not-what-it-is.txt': bytes });
    expect(await show('not-what-it-is.txt')).toEqual({
      kind: 'image',
      mediaType,
      base64: bytes.toString('base64'),
    });
  });

  it('of a large picture is none', async () => {
    const { show } = await world({
      'a.png': Buffer.concat([PNG, Buffer.alloc(4 * 1024 * 1024)]),
    });
    expect(await show('a.png')).toMatchObject({
      because: expect.stringMatching(/larger than 4 MB/),
    });
  });

  it('believes no name: what is called a picture and is a page is text', async () => {
    const { show } = await world({ 'a.png': '<script>alert(1)</script>' });
    expect(await show('a.png')).toMatchObject({ kind: 'text' });
  });

  it('of other bytes is none', async () => {
    const { show } = await world({
      'model.bin': Buffer.from([1, 0, 2]),
      'latin.txt': Buffer.from('caf\xe9', 'latin1'),
    });
    expect(await show('model.bin')).toMatchObject({ kind: 'none' });
    expect(await show('latin.txt')).toMatchObject({ kind: 'none' });
  });

  it('of a table has 50 rows of it', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},"x, ${i}"`);
    const { show } = await world({
      'a.csv': ['\ufeffid,text', ...rows].join('\n'),
    });
    const table = await show('a.csv');
    if (table.kind !== 'table') throw new Error(table.kind);
    expect(table.columns).toEqual([
      { name: 'id', type: 'text' },
      { name: 'text', type: 'text' },
    ]);
    expect(table.rows).toHaveLength(50);
    expect(table.rows[49]).toEqual(['49', 'x, 49']);
    expect(table.totalRows).toBeNull();
  });

  it('of a small table knows how many rows there are', async () => {
    const { show } = await world({ 'a.tsv': 'a\tb\n1\t2\n', 'empty.csv': '' });
    expect(await show('a.tsv')).toMatchObject({ totalRows: 1 });
    expect(await show('empty.csv')).toMatchObject({ columns: [], rows: [] });
  });

  it('of a wide table is narrow, and of long cells short', async () => {
    const header = Array.from({ length: 300 }, (_, i) => `c${i}`).join(',');
    const row = Array.from({ length: 300 }, () => 'x'.repeat(400)).join(',');
    const { show } = await world({ 'a.csv': `${header}\n${row}\n` });
    const table = await show('a.csv');
    if (table.kind !== 'table') throw new Error(table.kind);
    expect(table.columns).toHaveLength(200);
    expect(table.rows[0]).toHaveLength(200);
    expect(table.rows[0][0]).toBe(`${'x'.repeat(299)}…`);
  });

  it('of a bent table says why there is none', async () => {
    const { show } = await world({ 'a.csv': 'a,b\n1\n' });
    expect(await show('a.csv')).toEqual({
      kind: 'none',
      because: expect.stringMatching(/row 2 has 1 fields/),
    });
  });
});
