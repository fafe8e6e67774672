// As much of a Kubernetes client as tests and the cluster's start need.
import fs from 'node:fs';
import https from 'node:https';

/** Where each kind lives; those marked belong to no namespace. */
const KINDS = {
  Namespace: ['/api/v1', 'namespaces', 'cluster'],
  Node: ['/api/v1', 'nodes', 'cluster'],
  Pod: ['/api/v1', 'pods'],
  Secret: ['/api/v1', 'secrets'],
  ConfigMap: ['/api/v1', 'configmaps'],
  ServiceAccount: ['/api/v1', 'serviceaccounts'],
  Event: ['/api/v1', 'events'],
  Role: ['/apis/rbac.authorization.k8s.io/v1', 'roles'],
  RoleBinding: ['/apis/rbac.authorization.k8s.io/v1', 'rolebindings'],
  ClusterRole: [
    '/apis/rbac.authorization.k8s.io/v1',
    'clusterroles',
    'cluster',
  ],
  ClusterRoleBinding: [
    '/apis/rbac.authorization.k8s.io/v1',
    'clusterrolebindings',
    'cluster',
  ],
  PodDisruptionBudget: ['/apis/policy/v1', 'poddisruptionbudgets'],
  CustomResourceDefinition: [
    '/apis/apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    'cluster',
  ],
  Workflow: ['/apis/argoproj.io/v1alpha1', 'workflows'],
};

/** A server's refusal. */
export class KubernetesError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function kubernetesClient({ url, caFile, token, namespace }) {
  const agent = new https.Agent({
    keepAlive: true,
    ca: fs.readFileSync(caFile),
  });

  const pathOf = (kind, inside, name) => {
    const [api, plural, whole] = KINDS[kind];
    const place = whole ? '' : `/namespaces/${inside}`;
    return `${api}${place}/${plural}${name ? `/${name}` : ''}`;
  };

  /** Sends one request; text that comes back as JSON is read. */
  function send(method, path, { body, type = 'application/json' } = {}) {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${url}${path}`,
        {
          method,
          agent,
          timeout: 30_000,
          headers: {
            authorization: `Bearer ${token}`,
            ...(text !== undefined && {
              'content-type': type,
              // Node frames no body of a DELETE by itself.
              'content-length': Buffer.byteLength(text),
            }),
          },
        },
        response => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', piece => (answer += piece));
          response.on('error', reject);
          response.on('end', () => {
            const isJson = /json/.test(response.headers['content-type'] ?? '');
            if (response.statusCode < 300) {
              resolve(isJson ? JSON.parse(answer) : answer);
              return;
            }
            const said = isJson ? JSON.parse(answer).message : answer;
            reject(
              new KubernetesError(
                response.statusCode,
                `${method} ${path}: ${said}`,
              ),
            );
          });
        },
      );
      request.on('timeout', () =>
        request.destroy(new Error(`${method} ${path}: no answer`)),
      );
      request.on('error', reject);
      request.end(text);
    });
  }

  return {
    send,
    get: (kind, name, inside = namespace) =>
      send('GET', pathOf(kind, inside, name)),
    list: async (kind, { inside = namespace, labels = '' } = {}) =>
      (
        await send(
          'GET',
          `${pathOf(kind, inside)}?labelSelector=${encodeURIComponent(labels)}`,
        )
      ).items,
    create: (object, inside = namespace) =>
      send('POST', pathOf(object.kind, inside), { body: object }),
    /** Creates or changes, by what the object says (server-side apply). */
    apply: (object, inside = namespace) =>
      send(
        'PATCH',
        `${pathOf(object.kind, object.metadata.namespace ?? inside, object.metadata.name)}?fieldManager=trainyard-tests&force=true`,
        { body: JSON.stringify(object), type: 'application/apply-patch+yaml' },
      ),
    patch: (kind, name, change, inside = namespace) =>
      send('PATCH', pathOf(kind, inside, name), {
        body: JSON.stringify(change),
        type: 'application/merge-patch+json',
      }),
    remove: (kind, name, { inside = namespace, graceSeconds } = {}) =>
      send('DELETE', pathOf(kind, inside, name), {
        body: { gracePeriodSeconds: graceSeconds },
      }),
    logOf: (pod, container, inside = namespace) =>
      send('GET', `${pathOf('Pod', inside, pod)}/log?container=${container}`),
    /** A token of a service account, as its pods would get one. */
    tokenOf: async (account, inside = namespace) => {
      const { status } = await send(
        'POST',
        `${pathOf('ServiceAccount', inside, account)}/token`,
        {
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            spec: { expirationSeconds: 86_400 },
          },
        },
      );
      return status.token;
    },
    close: () => agent.destroy(),
  };
}
