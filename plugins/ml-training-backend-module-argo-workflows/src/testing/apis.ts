import { argoServerApi } from '../api/argoServer';
import { kubernetesApi } from '../api/kubernetes';
import { writtenToken } from '../api/token';
import type { WorkflowApi } from '../api/workflowApi';
import type { FakeArgo, FakeWorkflow } from './fakeArgo';

export const TOKEN = 'the-portal';

/** Both ways to a cluster: whatever holds for one holds for the other. */
export const WAYS = ['Argo Server', 'Kubernetes'] as const;
export type Way = (typeof WAYS)[number];

export function apiOf(
  way: Way,
  argo: FakeArgo,
  {
    token = TOKEN,
    namespace = argo.namespace,
    ca,
  }: { token?: string; namespace?: string; ca?: string } = {},
): WorkflowApi {
  const server = {
    url: argo.url,
    namespace,
    credentials: {
      token: writtenToken(token),
      ...(ca !== undefined && { ca }),
    },
    now: () => new Date(),
  };
  return way === 'Kubernetes' ? kubernetesApi(server) : argoServerApi(server);
}

/** One of ours, as small as it can be. */
export function workflowNamed(
  name: string,
  more: Partial<Pick<FakeWorkflow, 'spec' | 'status'>> = {},
): FakeWorkflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, labels: { 'trainyard.dev/run': name } },
    spec: {},
    ...more,
  };
}
