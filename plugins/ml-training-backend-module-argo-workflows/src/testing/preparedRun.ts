import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  digestOfJson,
  writeLock,
} from '@trainyard/backstage-plugin-ml-training-common';
import type {
  EngineSubmission,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import {
  codeFolders,
  pinPipeline,
  readPipeline,
  sealBundle,
  type Pipeline,
} from '@trainyard/runner';

export const IMAGE = `registry.example.com/ml/shell@sha256:${'a'.repeat(64)}`;

export type Scripts = Readonly<Record<string, string>>;

export interface PreparedOptions {
  readonly image?: string;
  /** Of the specification, added at its top. */
  readonly more?: string;
  /** Of each step, such as `retries: 1, `. */
  readonly ofSteps?: string;
}

/** Steps that follow each other: each is a script of the shell and has an output `made`. */
export function pipelineOf(
  scripts: Scripts,
  { image = IMAGE, more = '', ofSteps = '' }: PreparedOptions = {},
): string {
  const names = Object.keys(scripts);
  const steps = names.map((name, i) => {
    const needs = i === 0 ? '' : `needs: [${names[i - 1]}], `;
    const command = JSON.stringify(['sh', '-c', scripts[name]]);
    return `  ${name}: {command: ${command}, ${needs}${ofSteps}outputs: [made], runtime: {container_image: '${image}'}}\n`;
  });
  return `spec_version: 1\npipeline: scripts\nas_of: 2001-07-01\n${more}steps:\n${steps.join('')}`;
}

const pinned = new Map<string, ReturnType<typeof pinPipelineOf>>();

/** A pipeline as it is read from a folder in which it was pinned. */
export function pinnedPipeline(text: string) {
  const known = pinned.get(text) ?? pinPipelineOf(text);
  pinned.set(text, known);
  return known;
}

async function pinPipelineOf(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-argo-'));
  try {
    await writeFile(join(folder, 'pipeline.yaml'), text);
    const locked = await pinPipeline({
      ...(await readHere(folder)),
      asOf: undefined,
      now: () => new Date('2001-07-01'),
    });
    if (locked.outcome === 'invalid') throw told(locked.problems);
    await writeFile(join(folder, 'pipeline.lock'), writeLock(locked.lock));
    return { pipeline: await readHere(folder), lock: locked.lock };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Brings a run into the store, as the service does before it submits. */
export async function preparedRun(
  engine: Pick<TrainingEngine, 'compile'>,
  store: ArtifactStore,
  run: string,
  scripts: Scripts,
  options: PreparedOptions = {},
): Promise<EngineSubmission> {
  const text = pipelineOf(scripts, options);
  const { pipeline, lock } = await pinnedPipeline(text);
  const { bundle, specification } = pipeline;
  const compiled = await engine.compile({ bundle, specification, lock });
  if (compiled.outcome === 'invalid') throw told(compiled.problems);
  const { plan } = compiled;
  await store.blobs.put(Buffer.from(canonicalJson(plan)));
  const planDigest = digestOfJson(plan);
  const record = {
    schema_version: 1,
    run,
    purpose: 'train',
    pipeline: plan.pipeline,
    namespace: plan.namespace,
    plan: planDigest,
    bundle: await sealBundle(store, bundle, codeFolders(specification)),
    specification: bundle.specification,
    git: null,
    principal: 'user:default/somebody',
    trust: 'engine',
    submitted_at: '2001-07-02T00:00:00.000Z',
  } as const;
  await store.runs.create(record);
  return {
    run,
    attempt: 1,
    namespace: plan.namespace,
    plan,
    planDigest,
    record,
  };
}

async function readHere(folder: string): Promise<Pipeline> {
  const read = await readPipeline(join(folder, 'pipeline.yaml'));
  if (read.outcome === 'invalid') throw told(read.problems);
  return read.pipeline;
}

function told(problems: unknown) {
  return new Error(JSON.stringify(problems));
}
