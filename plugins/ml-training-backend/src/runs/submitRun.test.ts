import {
  MemoryObjectStore,
  openArtifactStore,
  type ObjectStore,
} from '@trainyard/artifacts';
import { fakeEngine } from '../testing/fakeEngine';
import {
  repositoryFolder,
  TINY_PIPELINE,
  type RepositoryFolder,
} from '../testing/repositoryFolder';
import type { CatalogPipeline } from '../pipelines/pipelineCatalog';
import { fileSourceReader } from '../sources/fileSourceReader';
import { readSource, type SourceReadingOutcome } from '../sources/readSource';
import { newRunId } from './runId';
import type { NewRun } from './runStore';
import { requestDigest, submitRun, type SubmitPorts } from './submitRun';

const FILES = {
  'data.csv': 'a\n1\n',
  'pipeline.yaml': `${TINY_PIPELINE}sources:\n  facts: {path: data.csv}\n`,
};

let repository: RepositoryFolder;
beforeEach(async () => {
  repository = await repositoryFolder(FILES);
  await repository.pin();
  await read();
});
afterEach(() => repository.remove());

/** Fails at the nth write, as a kill would. */
function killedAt(nth: number, objects: ObjectStore): ObjectStore {
  let writes = 0;
  const write = () => {
    writes += 1;
    if (writes === nth) throw new Error('killed');
  };
  return {
    create: async (...args) => {
      write();
      return objects.create(...args);
    },
    createByDigest: async (...args) => {
      write();
      return objects.createByDigest(...args);
    },
    read: key => objects.read(key),
    stream: key => objects.stream(key),
    size: key => objects.size(key),
    list: prefix => objects.list(prefix),
    children: prefix => objects.children(prefix),
    remove: key => objects.remove(key),
  };
}

const PIPELINE: CatalogPipeline = {
  entity: 'component:default/tiny',
  name: 'tiny',
  title: null,
  description: null,
  owner: 'group:default/rail',
  annotation: null,
  location: null,
};

/** Read once: the folder stays as it is while submits are killed. */
let reading: SourceReadingOutcome;
async function read() {
  const file = fileSourceReader([repository.folder]);
  const location = `file:${repository.folder}/catalog-info.yaml`;
  const readers = { file, url: file };
  reading = await readSource(
    { ...PIPELINE, location },
    readers,
    async found => found,
  );
}

function submitWith(objects: ObjectStore, visible: NewRun[]) {
  const ports: SubmitPorts = {
    readSource: (_, use) => use(reading),
    store: async () => openArtifactStore(objects),
    runs: {
      async create(run) {
        visible.push(run);
        return { outcome: 'created', run: run.run };
      },
    },
    newRunId,
    now: () => new Date(0),
    mayRunIn: async () => true,
  };
  return submitRun(
    {
      pipeline: PIPELINE,
      engine: fakeEngine(),
      purpose: 'train',
      trigger: 'person',
      principal: 'user:default/engineer',
      token: 'a-token-of-a-test',
      requestDigest: requestDigest({ how: 'submit' }),
    },
    ports,
  );
}

describe('a submit that is killed', () => {
  it('leaves no visible run at whichever write, and the next one starts it', async () => {
    const killed: number[] = [];
    for (let nth = 1; killed.length === nth - 1; nth += 1) {
      const objects = new MemoryObjectStore();
      const visible: NewRun[] = [];
      const first = submitWith(killedAt(nth, objects), visible);
      const cut = await first.then(
        () => false,
        (error: Error) => error.message === 'killed',
      );
      if (cut) {
        killed.push(visible.length);
        await submitWith(objects, visible);
      }
      expect(visible).toHaveLength(1);
      const [{ run, plan, bundle }] = visible;
      const store = openArtifactStore(objects);
      expect(await store.runs.find(run)).toMatchObject({ plan, bundle });
      expect(await store.blobs.has(plan)).toBe(true);
      expect(await store.trees.has(bundle)).toBe(true);
    }
    // Files and list of the bundle, the source and its list, plan and record.
    expect(killed.length).toBeGreaterThanOrEqual(7);
    expect(new Set(killed)).toEqual(new Set([0]));
  });
});

describe('a submit', () => {
  it('brings copied sources into the store', async () => {
    const objects = new MemoryObjectStore();
    const visible: NewRun[] = [];
    await submitWith(objects, visible);
    const store = openArtifactStore(objects);
    const bytes = await store.blobs.readAll(visible[0].plan);
    const { sources } = JSON.parse(Buffer.from(bytes).toString());
    const [entry] = await store.trees.entries(sources.facts);
    const data = await store.blobs.readAll(entry.sha256);
    expect(Buffer.from(data).toString()).toBe(FILES['data.csv']);
    expect(visible[0].sourceFolder).toBeNull();
  });

  it('remembers the folder of sources that are pinned by digest only', async () => {
    await repository.write({
      'pipeline.yaml': FILES['pipeline.yaml'].replace(
        'data.csv}',
        'data.csv, pin: sha256}',
      ),
    });
    await repository.pin();
    await read();
    const visible: NewRun[] = [];
    await submitWith(new MemoryObjectStore(), visible);
    expect(visible[0].sourceFolder).toBe(repository.folder);
  });
});
