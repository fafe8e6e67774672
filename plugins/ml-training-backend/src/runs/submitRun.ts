import {
  digestOfJson,
  type Digest,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import { codeFolders, sealBundle, sourcePlaces } from '@trainyard/runner';
import type { CatalogPipeline } from '../pipelines/pipelineCatalog';
import type { SourceReadingOutcome } from '../sources/readSource';
import type { SourceTrouble } from '../sources/sourceReader';
import { sourceProblems } from '../sources/sourceProblems';
import type { NewRun } from './runStore';
import {
  hasErrors,
  startRun,
  type StartOutcome,
  type StartPorts,
} from './startRun';

export interface SubmitRequest {
  readonly pipeline: CatalogPipeline;
  readonly engine: TrainingEngine;
  readonly purpose: 'train' | 'trial';
  readonly trigger: NewRun['trigger'];
  readonly principal: string;
  readonly token: string;
  readonly requestDigest: Digest;
}

export interface SubmitPorts extends StartPorts {
  readonly readSource: <Result>(
    pipeline: CatalogPipeline,
    use: (reading: SourceReadingOutcome) => Promise<Result>,
  ) => Promise<Result>;
}

export type SubmitOutcome = StartOutcome | SourceTrouble;

/** What makes two requests the same: all that was asked for, but not the token. */
export function requestDigest(asked: {
  readonly [name: string]: string;
}): Digest {
  return digestOfJson(asked);
}

/** Starts a run of a pipeline as it lies at its source now. */
export function submitRun(
  request: SubmitRequest,
  ports: SubmitPorts,
): Promise<SubmitOutcome> {
  return ports.readSource(request.pipeline, async reading =>
    reading.outcome === 'read'
      ? submitReading(request, reading, ports)
      : reading,
  );
}

async function submitReading(
  { pipeline, engine, ...asked }: SubmitRequest,
  { from, pipeline: read, roots, lasting }: Reading,
  ports: SubmitPorts,
): Promise<SubmitOutcome> {
  const { specification, bundle, lock, folder } = read;
  const sources = lock ? [...sourcePlaces(folder, lock).values()] : [];
  const problems: readonly Problem[] = [
    ...read.problems,
    ...(await sourceProblems(sources, roots, lasting)),
  ];
  if (hasErrors(problems) || !lock) return { outcome: 'invalid', problems };
  const compiled = await engine.compile({ bundle, specification, lock });
  if (compiled.outcome === 'invalid') {
    return { ...compiled, problems: [...problems, ...compiled.problems] };
  }
  const readWhereTheyLie = sources.some(
    ({ strength }) => strength === 'sha256',
  );
  return startRun(
    {
      plan: compiled.plan,
      specification,
      lock,
      engine,
      seal: store => sealBundle(store, bundle, codeFolders(specification)),
      file: bundle.specification,
      git:
        from.commit === null
          ? null
          : { commit: from.commit, dirty: from.dirty },
      sources,
      warnings: problems,
      about: {
        ...asked,
        pipeline: { entity: pipeline.entity, name: pipeline.name },
        owner: pipeline.owner,
        parent: null,
        source: from,
        sourceFolder: readWhereTheyLie ? folder : null,
      },
    },
    ports,
  );
}

type Reading = Extract<SourceReadingOutcome, { outcome: 'read' }>;
