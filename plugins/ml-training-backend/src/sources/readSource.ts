import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  treeDigest,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { readPipeline, type Pipeline } from '@trainyard/runner';
import type { CatalogPipeline } from '../pipelines/pipelineCatalog';
import { isInside } from './fileSourceReader';
import { nowhereTrouble, outsideTrouble } from './outsideTrouble';
import {
  annotationTrouble,
  SPECIFICATION_OF_NO_ANNOTATION,
  type OpenSource,
  type SourceReader,
  type SourceTrouble,
} from './sourceReader';

/** Where a specification was read, as it is told and recorded. */
export interface ReadFrom {
  readonly kind: 'url' | 'file';
  readonly target: string;
  readonly commit: string | null;
  readonly dirty: boolean;
}

export type SourceReadingOutcome =
  | {
      readonly outcome: 'read';
      readonly from: ReadFrom;
      readonly pipeline: Pipeline;
      /** Real paths of folders out of which nothing is read. */
      readonly roots: readonly string[];
      /** Whether the folder stays: sources that are pinned by digest only can be read there. */
      readonly lasting: boolean;
    }
  /** No bundle can be made of it. */
  | {
      readonly outcome: 'invalid';
      readonly from: ReadFrom;
      readonly file: string;
      readonly problems: readonly Problem[];
    }
  | SourceTrouble;

export type SourceReaders = Readonly<Record<'url' | 'file', SourceReader>>;

/**
 * Reads a pipeline as it lies at its source now: once, as of one moment. What was
 * laid out for it is gone after `use`.
 */
export async function readSource<Result>(
  pipeline: CatalogPipeline,
  readers: SourceReaders,
  use: (reading: SourceReadingOutcome) => Promise<Result>,
): Promise<Result> {
  const [, kind, target] =
    /^(url|file):(.+)$/.exec(pipeline.location ?? '') ?? [];
  if (kind !== 'url' && kind !== 'file') {
    return use(noLocation(pipeline.location));
  }
  const path = pipeline.annotation ?? SPECIFICATION_OF_NO_ANNOTATION;
  const source = await readers[kind].open(target, path);
  if (source.outcome === 'trouble') return use(source);
  try {
    return await use(await readOpen(source, path, pipeline));
  } finally {
    await source.close();
  }
}

async function readOpen(
  source: OpenSource,
  path: string,
  { annotation }: CatalogPipeline,
): Promise<SourceReadingOutcome> {
  const { file, roots, kind, target, lasting } = source;
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isFile()) {
    return nowhereTrouble(path, target, annotation !== null);
  }
  if (!roots.some(root => isInside(real, root))) {
    return outsideTrouble(path, target);
  }
  const first = await readPipeline(real);
  // Two readings that are equal were both of one moment: the one between them.
  if (lasting && !isSame(first, await readPipeline(real))) return moved(target);
  const stray =
    first.outcome === 'read' && (await leadingOut(first.pipeline, roots));
  if (stray) return outsideTrouble(stray, target);
  const from = (git: Pipeline['git']): ReadFrom =>
    kind === 'url'
      ? { kind, target, commit: source.commit, dirty: false }
      : {
          kind,
          target,
          commit: git?.commit ?? null,
          dirty: git?.dirty ?? false,
        };
  return first.outcome === 'invalid'
    ? {
        outcome: 'invalid',
        from: from(null),
        file: real,
        problems: first.problems,
      }
    : {
        outcome: 'read',
        from: from(first.pipeline.git),
        pipeline: first.pipeline,
        roots,
        lasting,
      };
}

/** The first file of the bundle that a link brings in from elsewhere: pages show what a bundle holds. */
async function leadingOut(
  { folder, bundle }: Pipeline,
  roots: readonly string[],
): Promise<string | undefined> {
  for (const path of bundle.files.keys()) {
    const real = await realpath(join(folder, path));
    if (!roots.some(root => isInside(real, root))) return path;
  }
  return undefined;
}

type Reading = Awaited<ReturnType<typeof readPipeline>>;

function isSame(one: Reading, other: Reading): boolean {
  if (one.outcome !== 'read' || other.outcome !== 'read') {
    return isDeepStrictEqual(one, other);
  }
  const stateOf = ({ pipeline }: typeof one) => [
    treeDigest([...pipeline.bundle.files.values()]),
    pipeline.git?.commit,
  ];
  return isDeepStrictEqual(stateOf(one), stateOf(other));
}

function noLocation(location: string | null): SourceTrouble {
  return annotationTrouble('no location', {
    expected: 'an entity that was registered from a repository or a file',
    found: location ?? 'no location',
    advice:
      'Register the Component from its repository, so that its specification can be found beside it.',
  });
}

function moved(target: string): SourceTrouble {
  return annotationTrouble('moved', {
    expected: `one state of ${target} and what belongs to it`,
    found: 'another one a moment later',
    advice:
      'Somebody is writing there. Wait until that is done, then try again.',
  });
}
