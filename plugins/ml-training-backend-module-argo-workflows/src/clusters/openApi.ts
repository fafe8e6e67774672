import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import { argoServerApi } from '../api/argoServer';
import { inClusterPlace, readKubeconfig } from '../api/kubeconfig';
import { kubernetesApi } from '../api/kubernetes';
import { tokenOfFile, writtenToken } from '../api/token';
import type { WorkflowApi } from '../api/workflowApi';
import type { ClusterSettings } from '../settings';

export interface OpeningPorts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly monotonic: () => number;
}

/**
 * The way to a cluster that its settings name.
 *
 * @throws InputError where a file that they name cannot be used
 */
export async function openApi(
  settings: ClusterSettings,
  { environment, now, monotonic }: OpeningPorts,
): Promise<WorkflowApi> {
  const { namespace, argoServer, kubernetes } = settings;
  if (argoServer) {
    const { url, token, tokenFile, caFile } = argoServer;
    const ca =
      caFile === undefined
        ? undefined
        : await readFile(caFile, 'utf8').catch(error => {
            throw new InputError(
              `argoServer.caFile: ${caFile} cannot be read: ${error.message}`,
            );
          });
    let read = async (): Promise<string | undefined> => undefined;
    if (tokenFile !== undefined) read = tokenOfFile(tokenFile, monotonic);
    // As `argo auth token` prints it, the word is a part of it.
    else if (token !== undefined) {
      read = writtenToken(token.replace(/^Bearer\s+/i, ''));
    }
    return argoServerApi({
      url,
      namespace,
      now,
      credentials: { token: read, ...(ca !== undefined && { ca }) },
    });
  }
  const place =
    kubernetes && 'kubeconfig' in kubernetes
      ? await readKubeconfig(
          kubernetes.kubeconfig,
          kubernetes.context,
          monotonic,
        )
      : await inClusterPlace(environment, monotonic);
  return kubernetesApi({ ...place, namespace, now });
}
