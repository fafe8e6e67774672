import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFileSystemStore, type ArtifactStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  digestOfJson,
  writeLock,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import type {
  EnginePorts,
  EngineSubmission,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import {
  codeFolders,
  pinPipeline,
  readPipeline,
  sealBundle,
  sourcePlaces,
  stageSources,
} from '@trainyard/runner';

type Files = Readonly<Record<string, string>>;

/** A store, a folder for launches and one for pipelines, gone afterwards. */
export interface EngineFolders {
  readonly root: string;
  readonly launches: string;
  readonly storeFolder: string;
  readonly store: ArtifactStore;
  readonly ports: EnginePorts;
  remove(): Promise<void>;
}

export async function engineFolders(): Promise<EngineFolders> {
  const root = await realpath(
    await mkdtemp(join(tmpdir(), 'trainyard-engine-')),
  );
  const storeFolder = join(root, 'store');
  const store = await openFileSystemStore(storeFolder);
  return {
    root,
    launches: join(storeFolder, 'engine'),
    storeFolder,
    store,
    ports: {
      store: async () => store,
      storeLocation: () => ({ kind: 'folder', path: storeFolder }),
    },
    // A process that was told to go may still be writing its last words.
    remove: () =>
      rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

const shell = (script: string) => JSON.stringify(['sh', '-c', script]);

/** A pipeline of scripts that follow each other; `more` is added at its top. */
export function pipelineOf(
  scripts: Readonly<Record<string, string>>,
  more = '',
): string {
  const names = Object.keys(scripts);
  const steps = names.map((name, i) => {
    const needs = i === 0 ? '' : `needs: [${names[i - 1]}], `;
    return `  ${name}: {command: ${shell(scripts[name])}, ${needs}outputs: [made]}\n`;
  });
  return `spec_version: 1\npipeline: scripts\nas_of: 2001-07-01\n${more}steps:\n${steps.join('')}`;
}

/** Lays a pipeline into a folder and pins it there. */
export async function layPipeline(folder: string, files: Files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { pipeline } = await readHere(folder);
  const pinned = await pinPipeline({
    ...pipeline,
    asOf: undefined,
    now: () => new Date('2001-07-01'),
  });
  if (pinned.outcome === 'invalid') throw told(pinned.problems);
  await writeFile(join(folder, 'pipeline.lock'), writeLock(pinned.lock));
  return { ...(await readHere(folder)), lock: pinned.lock };
}

async function readHere(folder: string) {
  const read = await readPipeline(join(folder, 'pipeline.yaml'));
  if (read.outcome === 'invalid') throw told(read.problems);
  return read;
}

function told(problems: unknown) {
  return new Error(JSON.stringify(problems));
}

/** Brings a run into the store, as the service does before it submits. */
export async function preparedRun(
  engine: TrainingEngine,
  { root, store }: Pick<EngineFolders, 'root' | 'store'>,
  run: string,
  files: Files,
  record: Partial<RunRecord> = {},
): Promise<EngineSubmission> {
  const folder = join(root, `pipeline-${run}`);
  const { pipeline, lock } = await layPipeline(folder, files);
  const { bundle, specification } = pipeline;
  const compiled = await engine.compile({ bundle, specification, lock });
  if (compiled.outcome === 'invalid') throw told(compiled.problems);
  const { plan } = compiled;
  await store.blobs.put(Buffer.from(canonicalJson(plan)));
  await stageSources(
    store,
    [...sourcePlaces(folder, lock, ['copied']).values()],
    () => {},
  );
  const whole: RunRecord = {
    schema_version: 1,
    run,
    purpose: 'train',
    pipeline: plan.pipeline,
    namespace: plan.namespace,
    plan: digestOfJson(plan),
    bundle: await sealBundle(store, bundle, codeFolders(specification)),
    specification: bundle.specification,
    git: null,
    principal: 'user:default/tester',
    trust: 'engine',
    submitted_at: '2001-07-01T00:00:00.000Z',
    ...record,
  };
  await store.runs.create(whole);
  return {
    run,
    attempt: 1,
    namespace: plan.namespace,
    plan,
    planDigest: whole.plan,
    record: whole,
    sourceFolder: folder,
  };
}
