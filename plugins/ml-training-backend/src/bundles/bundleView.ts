import { ArtifactError, type ArtifactStore } from '@trainyard/artifacts';
import type { BundleView } from '@trainyard/backstage-plugin-ml-training-common';
import { openBundle, type SourceBundle } from '@trainyard/runner';
import { decodedText } from '../artifacts/preview/decodedText';
import type { RunEntry } from '../runs/runStore';

/** Longer texts are not shown. */
const LONGEST = 262_144;

type BundleFiles = SourceBundle['files'];

/**
 * What was run, and what changed since another run of the pipeline. A bundle that
 * has been removed since is nothing to compare with.
 *
 * @throws ArtifactError where the run's own bundle is missing or damaged
 */
export async function bundleView(
  entry: RunEntry,
  previous: RunEntry | undefined,
  {
    store,
  }: {
    /** One root a namespace. */
    readonly store: (namespace: string) => Promise<ArtifactStore>;
  },
): Promise<BundleView> {
  const filesOf = async ({ summary, bundle, specification }: RunEntry) => {
    const sealed = await store(summary.pipeline.namespace);
    return (await openBundle(sealed, bundle, specification)).files;
  };
  const files = await filesOf(entry);
  const before = previous && (await filesOf(previous).catch(ifRemoved));
  return {
    specification: entry.specification,
    files: [...files.values()].map(({ path, sha256, bytes, content }) => ({
      path,
      sha256,
      bytes,
      text: shownText(content),
    })),
    previous: previous && before ? { run: previous.summary.run } : null,
    changes: before ? changesBetween(before, files) : [],
  };
}

function ifRemoved(error: unknown): undefined {
  if (error instanceof ArtifactError && error.problem === 'missing') {
    return undefined;
  }
  throw error;
}

function changesBetween(
  before: BundleFiles,
  after: BundleFiles,
): BundleView['changes'] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap(path => {
    const old = before.get(path);
    const now = after.get(path);
    if (old?.sha256 === now?.sha256) return [];
    return {
      path,
      change: changeOf(old !== undefined, now !== undefined),
      before: old ? shownText(old.content) : null,
      after: now ? shownText(now.content) : null,
    };
  });
}

function changeOf(wasThere: boolean, isThere: boolean) {
  if (!wasThere) return 'added';
  return isThere ? 'changed' : 'removed';
}

function shownText(content: Uint8Array): string | null {
  return content.length > LONGEST ? null : (decodedText(content) ?? null);
}
