import type { ArtifactStore, TreeEntry } from '@trainyard/artifacts';
import type {
  ArtifactFiles,
  ArtifactRoots,
  Digest,
  Preview,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry } from '../runs/runStore';
import { openFile, type OpenOutcome } from './openFile';
import { previewOf } from './preview/previewOf';
import { previewSource } from './preview/previewSource';
import {
  damageOf,
  sealedTrees,
  treeOfRun,
  type TreeOutcome,
} from './sealedTrees';

type Lost = Exclude<TreeOutcome, { outcome: 'found' }>;

export type FilesOutcome =
  { readonly outcome: 'found'; readonly files: ArtifactFiles } | Lost;

export type PreviewOutcome =
  | { readonly outcome: 'found'; readonly preview: Preview }
  | { readonly outcome: 'no such file' }
  | Lost;

export type FileOutcome =
  | OpenOutcome
  /** It holds rows that are not shown. */
  | { readonly outcome: 'hidden'; readonly because: string }
  | { readonly outcome: 'no such file' }
  | Lost;

/** What the steps of a run sealed, as people may look at it. */
export interface ArtifactViews {
  roots(entry: RunEntry, steps: readonly StepView[]): Promise<ArtifactRoots>;
  files(
    entry: RunEntry,
    steps: readonly StepView[],
    tree: Digest,
  ): Promise<FilesOutcome>;
  preview(
    entry: RunEntry,
    steps: readonly StepView[],
    tree: Digest,
    path: string,
  ): Promise<PreviewOutcome>;
  open(
    entry: RunEntry,
    steps: readonly StepView[],
    tree: Digest,
    path: string,
  ): Promise<FileOutcome>;
}

export function artifactViews({
  store,
}: {
  /** One root a namespace. */
  readonly store: (namespace: string) => Promise<ArtifactStore>;
}): ArtifactViews {
  const storeOf = ({ summary }: RunEntry) => store(summary.pipeline.namespace);

  return {
    async roots(entry, steps) {
      const sealed = await storeOf(entry);
      const items = sealedTrees(steps).map(async root => {
        const found = await treeOfRun(sealed, steps, root.tree);
        const entries = found.outcome === 'found' ? found.entries : [];
        const hidden =
          found.outcome === 'damaged' ? found.because : root.hidden;
        return { ...root, ...sumOf(entries), hidden };
      });
      return { items: await Promise.all(items) };
    },

    async files(entry, steps, tree) {
      const found = await treeOfRun(await storeOf(entry), steps, tree);
      return found.outcome === 'found'
        ? { outcome: 'found', files: { tree, files: [...found.entries] } }
        : found;
    },

    async preview(entry, steps, tree, path) {
      const sealed = await storeOf(entry);
      const found = await treeOfRun(sealed, steps, tree);
      if (found.outcome !== 'found') return found;
      const file = fileOf(found.entries, path);
      if (!file) return { outcome: 'no such file' };
      if (found.hidden !== null) {
        const because = found.hidden;
        return { outcome: 'found', preview: { kind: 'none', because } };
      }
      try {
        const source = await previewSource(sealed, file);
        return { outcome: 'found', preview: await previewOf(source) };
      } catch (error) {
        return { outcome: 'damaged', because: damageOf(error) };
      }
    },

    async open(entry, steps, tree, path) {
      const sealed = await storeOf(entry);
      const found = await treeOfRun(sealed, steps, tree);
      if (found.outcome !== 'found') return found;
      const file = fileOf(found.entries, path);
      if (!file) return { outcome: 'no such file' };
      if (found.hidden !== null) {
        return { outcome: 'hidden', because: found.hidden };
      }
      return openFile(sealed, file);
    },
  };
}

/** By the list alone: a path is compared, never followed. */
function fileOf(entries: readonly TreeEntry[], path: string) {
  return entries.find(entry => entry.path === path);
}

function sumOf(entries: readonly TreeEntry[]) {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return { files: entries.length, bytes };
}
