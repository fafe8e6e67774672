// Objects of the cluster: of Argo itself, and of each namespace that runs are in.
import fs from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';
import { at } from '../../../scripts/toolchain.mjs';

export const SYSTEM = 'argo';

/** Names by which a portal under test is configured. */
export const NAMES = {
  /** Service account of the pods: its token is the executor's, never a user's. */
  pods: 'trainyard-steps',
  /** Service account as which the portal speaks to the cluster. */
  portal: 'trainyard-portal',
  secret: 'trainyard-store',
  accessKey: 'accessKey',
  secretKey: 'secretKey',
  quota: 'trainyard-quota',
  quotaKey: 'runs',
  bucket: 'trainyard',
};

const named = (kind, apiVersion, name, namespace, rest) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace && { namespace }) },
  ...rest,
});

export const namespaceOf = name => named('Namespace', 'v1', name);

/** The controller's configuration: how pods of every workflow are made. */
export const controllerConfig = ({ ports, s3 }) =>
  named('ConfigMap', 'v1', 'workflow-controller-configmap', SYSTEM, {
    data: {
      config: stringify({
        metricsConfig: { enabled: false },
        executor: {
          // There is no proxy for services: the executor finds the API server itself.
          env: [
            { name: 'KUBERNETES_SERVICE_HOST', value: '127.0.0.1' },
            { name: 'KUBERNETES_SERVICE_PORT', value: String(ports.api) },
          ],
          resources: { requests: { cpu: '10m', memory: '32Mi' } },
        },
        workflowDefaults: {
          spec: {
            hostNetwork: true,
            serviceAccountName: NAMES.pods,
            executor: { serviceAccountName: NAMES.pods },
          },
        },
        artifactRepository: {
          archiveLogs: true,
          s3: {
            bucket: s3.bucket,
            endpoint: new URL(s3.endpoint).host,
            insecure: true,
            accessKeySecret: { name: NAMES.secret, key: NAMES.accessKey },
            secretKeySecret: { name: NAMES.secret, key: NAMES.secretKey },
            keyFormat: 'argo/{{workflow.uid}}/{{pod.name}}',
          },
        },
      }),
    },
  });

/** What the Argo server shows to its clients. */
export const serverCertificate = ({ certificate, key }) =>
  named('Secret', 'v1', 'argo-server-tls', SYSTEM, {
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  });

/** What operators apply, as the documentation has it: accounts and rights. */
const rightsOf = namespace =>
  parseAllDocuments(
    fs
      .readFileSync(at('docs', 'how-to', 'argo', 'rbac.yaml'), 'utf8')
      .replaceAll('NAMESPACE', namespace),
  ).map(document => document.toJS());

/** Everything that workflows of one namespace need, and what the portal may do there. */
export const objectsOf = (namespace, { s3, quota }) => [
  ...rightsOf(namespace),
  named('Secret', 'v1', NAMES.secret, namespace, {
    stringData: {
      [NAMES.accessKey]: s3.accessKey,
      [NAMES.secretKey]: s3.secretKey,
    },
  }),
  named('ConfigMap', 'v1', NAMES.quota, namespace, {
    data: { [NAMES.quotaKey]: String(quota) },
  }),
];
