import { isFault } from '../api/apiError';
import { ROOT, type ClusterSettings } from '../settings';

const RBAC =
  'Apply docs/how-to/argo/rbac.yaml there, or add the verb to the role of the portal’s account.';

/**
 * What is wrong between the portal and a cluster, for who operates them: which
 * setting it is about, and what to do.
 */
export function troubleWords(
  error: unknown,
  name: string,
  settings: ClusterSettings,
): string {
  const place = `${ROOT}.clusters.${name}`;
  const { argoServer, namespace } = settings;
  const text = error instanceof Error ? error.message : String(error);
  const at = (overServer: string, overKubernetes: string) =>
    argoServer
      ? `${place}.argoServer.${overServer}`
      : `${place}.kubernetes${overKubernetes}`;

  if (isFault(error, 'unauthorized')) {
    return `${at('token', '.kubeconfig')}: the cluster does not know the portal’s token (${text}). It may have run out: make a new one with \`kubectl create token\`, or name a tokenFile that is renewed.`;
  }
  if (isFault(error, 'certificate')) {
    return `${at('caFile', '.kubeconfig')}: ${text}. Name the file with the certificate of who signed it${argoServer ? '' : ' as certificate-authority in the kubeconfig'}.`;
  }
  if (isFault(error, 'forbidden')) {
    const [, verb, resource] =
      /cannot (\w+) resource "([^"]+)"/.exec(text) ??
      /not allowed to (\w+) (\w+)/.exec(text) ??
      [];
    const what = verb ? `${verb} ${resource}` : 'do that';
    return `${place}.namespace: the portal’s account may not ${what} in the namespace ${namespace}, or there is no such namespace (${text}). ${RBAC}`;
  }
  if (isFault(error, 'not found')) {
    return /namespaces? "[^"]*" not found/.test(text)
      ? `${place}.namespace: the cluster has no namespace ${namespace}. Create it, or name another.`
      : `${place}: the cluster does not know Workflows (${text}). Install Argo Workflows, or name the cluster that has it: \`kubectl get crd workflows.argoproj.io\`.`;
  }
  if (isFault(error, 'unreachable')) {
    return `${at('url', '.kubeconfig')}: ${text}. See docs/runbooks/argo-unreachable.md.`;
  }
  return `${place}: ${text}`;
}

/** @param missing - verbs and resources, such as `watch workflows.argoproj.io` */
export function missingRightsWords(
  missing: readonly string[],
  name: string,
  { namespace }: ClusterSettings,
): string {
  return `${ROOT}.clusters.${name}.namespace: the portal’s account may not ${missing.join(', ')} in the namespace ${namespace}. ${RBAC}`;
}
