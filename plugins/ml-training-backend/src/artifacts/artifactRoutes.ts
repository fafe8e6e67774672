import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Handlers } from '../router/call';
import type { RunEntry, RunStore } from '../runs/runStore';
import type { ArtifactViews } from './artifactViews';

export interface ArtifactPorts {
  readonly artifacts: ArtifactViews;
  readonly runs: Pick<RunStore, 'steps'>;
}

type ArtifactRoutes = Pick<
  Handlers,
  'listArtifacts' | 'listArtifactFiles' | 'previewFile' | 'downloadFile'
>;

export function artifactRoutes({
  artifacts,
  runs,
}: ArtifactPorts): ArtifactRoutes {
  const stepsOf = ({ summary }: RunEntry) =>
    runs.steps(summary.run, summary.attempt);
  return {
    listArtifacts: async ({ entry }) =>
      artifacts.roots(entry, await stepsOf(entry)),

    async listArtifactFiles({ entry, params: { tree } }) {
      const steps = await stepsOf(entry);
      const found = await artifacts.files(entry, steps, tree);
      return found.outcome === 'found' ? found.files : refuse(found, entry);
    },

    async previewFile({ entry, params: { tree }, query: { path } }) {
      const steps = await stepsOf(entry);
      const found = await artifacts.preview(entry, steps, tree, path);
      return found.outcome === 'found' ? found.preview : refuse(found, entry);
    },

    async downloadFile({ entry, params: { tree }, query: { path } }) {
      const steps = await stepsOf(entry);
      const found = await artifacts.open(entry, steps, tree, path);
      if (found.outcome === 'elsewhere') {
        return { url: found.url, sha256: found.sha256 };
      }
      if (found.outcome !== 'opened') return refuse(found, entry);
      return {
        name: found.name,
        sha256: found.sha256,
        // Whatever it says it is, it is to be saved and not to be shown.
        mediaType: 'application/octet-stream',
        content: found.body,
      };
    },
  };
}

function refuse(found: Refused, { summary: { run } }: RunEntry): never {
  switch (found.outcome) {
    case 'damaged':
      throw new ServiceUnavailableError(found.because);
    case 'hidden':
      throw new NotAllowedError(found.because);
    case 'no such file':
      throw new NotFoundError('The artifact has no file of that path.');
    default:
      throw new NotFoundError(`Run ${run} has no such artifact.`);
  }
}

type Refused = Exclude<
  Awaited<ReturnType<ArtifactViews['open' | 'preview' | 'files']>>,
  { outcome: 'found' | 'opened' | 'elsewhere' }
>;
