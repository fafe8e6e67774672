// A Kubernetes of one node with Argo Workflows and an S3 server, all on loopback, for tests.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { parse } from 'yaml';
import { waitFor } from '../../../scripts/waitFor.mjs';
import { bucketClient } from './bucketClient.mjs';
import { makeCertificates } from './certificates.mjs';
import {
  containerdConfig,
  controlPlane,
  kubeconfigOf,
  kubeletConfig,
  NETWORK,
  NODE,
} from './configuration.mjs';
import { makeGroup } from './groups.mjs';
import { containerdIsReady, copyImageStore, ctrOf } from './imageStore.mjs';
import { kubernetesClient } from './kubernetes.mjs';
import {
  controllerConfig,
  NAMES,
  namespaceOf,
  objectsOf,
  serverCertificate,
  SYSTEM,
} from './manifests.mjs';
import { freePorts } from './ports.mjs';
import { processesOf } from './processes.mjs';
import { run } from './run.mjs';
import {
  containersOf,
  groupOf,
  makeState,
  removeAbandoned,
  removeState,
} from './state.mjs';

const REGION = 'us-east-1';
const PORTS = ['etcd', 'etcdPeer', 'api', 'kubelet', 's3', 'argoServer'];

/**
 * @param built - what buildCluster returned
 * @param log - is told what goes on, in words
 * @param namespaces - in which workflows may be; each gets all that they need
 * @param quota - how many workflows at a time hold the semaphore NAMES.quota
 * @param requeueSeconds - how long Argo's controller lets a workflow lie before it
 *   looks at it again; absent for Argo's own 10
 * @param ports - of PORTS, those that must not be any free one
 * @param detached - it stays when this process ends
 */
export async function startCluster({
  built,
  log,
  namespaces = ['trainyard'],
  quota = 3,
  requeueSeconds,
  ports: wishes = {},
  detached = false,
}) {
  const began = performance.now();
  await removeAbandoned(log);
  const state = makeState({ detached });
  log(`starting a cluster in ${state}`);
  try {
    const cluster = await start({
      ...{ state, built, namespaces, quota, requeueSeconds },
      ports: { ...(await freePorts(PORTS)), ...wishes },
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    log(`the cluster is ready (${seconds} s)`);
    return cluster;
  } catch (error) {
    const said = wordsOfTheDead(state);
    await removeState(state);
    if (said) error.message += `\n${said}`;
    throw error;
  }
}

async function start({
  state,
  built: { bin, images, imageStore },
  namespaces,
  quota,
  requeueSeconds,
  ports,
}) {
  const at = (...names) => path.join(state, ...names);
  const processes = processesOf(state);
  const certificates = await makeCertificates(at('certificates'));
  const kubernetes = {
    url: `https://127.0.0.1:${ports.api}`,
    caFile: certificates.ca,
    adminToken: secretWord(),
  };
  const s3 = {
    endpoint: `http://127.0.0.1:${ports.s3}`,
    region: REGION,
    accessKey: 'trainyard-tests',
    secretKey: secretWord(),
    bucket: NAMES.bucket,
  };
  const kubeconfig = at('kubeconfig');
  const write = (name, text) =>
    fs.writeFileSync(at(name), text, { mode: 0o600 });
  write('tokens.csv', `${kubernetes.adminToken},admin,1,system:masters\n`);
  write(
    'kubeconfig',
    kubeconfigOf({
      ...kubernetes,
      ca: certificates.ca,
      token: kubernetes.adminToken,
    }),
  );
  write(
    'containerd.toml',
    containerdConfig({
      state,
      root: containersOf(state),
      sandbox: images.pause.tag,
    }),
  );
  write('network/10-none.conflist', NETWORK);
  const group = groupOf(state);
  makeGroup(group);
  write(
    'kubelet.yaml',
    kubeletConfig({ state, certificates, port: ports.kubelet, group }),
  );

  const parts = controlPlane({ state, ports, certificates, kubeconfig });
  const startPart = name =>
    processes.start(name, bin.kubebox, [name, ...parts[name]], {
      again: name !== 'kube-apiserver',
    });
  const startS3 = () =>
    processes.start(
      's3',
      bin.versitygw,
      [
        '--quiet',
        '--port',
        `127.0.0.1:${ports.s3}`,
        '--region',
        REGION,
        'posix',
        at('s3'),
      ],
      { env: { ROOT_ACCESS_KEY: s3.accessKey, ROOT_SECRET_KEY: s3.secretKey } },
    );
  const startController = () =>
    processes.start(
      'workflow-controller',
      bin.workflowController,
      [
        `--kubeconfig=${kubeconfig}`,
        `--namespace=${SYSTEM}`,
        `--executor-image=${images.argoexec.tag}`,
        '--executor-image-pull-policy=Never',
      ],
      {
        again: true,
        env: {
          ARGO_NAMESPACE: SYSTEM,
          LEADER_ELECTION_DISABLE: 'true',
          ...(requeueSeconds && { DEFAULT_REQUEUE_TIME: `${requeueSeconds}s` }),
        },
      },
    );

  const startContainers = async () => {
    await copyImageStore(imageStore, containersOf(state));
    const config = at('containerd.toml');
    processes.start('containerd', 'containerd', ['--config', config]);
    await containerdIsReady(ctrOf(state));
  };

  const client = kubernetesClient({
    ...kubernetes,
    token: kubernetes.adminToken,
    namespace: namespaces[0],
  });
  const apiIsReady = () =>
    waitFor(
      'the API server',
      () => client.send('GET', '/readyz').catch(() => false),
      { every: 100 },
    );

  startPart('etcd');
  startS3();
  startPart('kube-apiserver');
  const containers = startContainers();
  const bucket = makeBucket(s3);
  await apiIsReady();
  startPart('kube-controller-manager');
  startPart('kube-scheduler');
  await layOut(client, { bin, ports, s3, quota, namespaces, certificates });
  await Promise.all([containers, bucket]);
  startPart('kubelet');
  startController();
  processes.start(
    'argo-server',
    bin.argo,
    [
      'server',
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${SYSTEM}`,
      '--auth-mode=client',
      `--port=${ports.argoServer}`,
      '--tls-certificate-secret-name=argo-server-tls',
      // It knows its clients' API server by this variable only.
    ],
    { again: true, env: { KUBECONFIG: kubeconfig } },
  );
  const argoServer = `https://127.0.0.1:${ports.argoServer}`;
  const argo = kubernetesClient({
    ...kubernetes,
    url: argoServer,
    token: kubernetes.adminToken,
  });
  await Promise.all([
    waitFor('a node that is ready', () => isReady(client), { every: 200 }),
    waitFor(
      'the Argo server',
      () => argo.send('GET', '/api/v1/info').catch(() => false),
      { every: 200 },
    ),
  ]);
  argo.close();
  const portalToken = await client.tokenOf(NAMES.portal);

  return {
    state,
    kubeconfig,
    kubernetes: {
      ...kubernetes,
      portalToken,
      strangerCaFile: certificates.stranger,
    },
    argoServer: {
      url: argoServer,
      caFile: certificates.ca,
      token: portalToken,
    },
    s3,
    namespaces,
    names: NAMES,
    images: {
      steps: images.steps.reference,
      training: images.training.reference,
      shell: images.shell.reference,
    },
    argoProgram: bin.argo,
    /** Speaks to the API server as its administrator. */
    client,
    logOf: name => at('logs', `${name}.log`),
    killController: () => processes.end('workflow-controller'),
    async restartController() {
      await processes.end('workflow-controller');
      startController();
    },
    /** Connections to it hang. */
    pauseApiServer: () => processes.signal('kube-apiserver', 'SIGSTOP'),
    resumeApiServer: () => processes.signal('kube-apiserver', 'SIGCONT'),
    /** Connections to it are refused. */
    stopApiServer: () => processes.end('kube-apiserver'),
    async startApiServer() {
      startPart('kube-apiserver');
      await apiIsReady();
    },
    pauseS3: () => processes.signal('s3', 'SIGSTOP'),
    resumeS3: () => processes.signal('s3', 'SIGCONT'),
    stopS3: () => processes.end('s3'),
    startS3,
    async stop() {
      client.close();
      await removeState(state);
    },
  };
}

const secretWord = () => randomBytes(18).toString('hex');

async function makeBucket(server) {
  const s3 = bucketClient(server, { maxAttempts: 1 });
  await waitFor(
    'the S3 server',
    () =>
      s3
        .send(new CreateBucketCommand({ Bucket: server.bucket }))
        .catch(() => false),
    { every: 100 },
  );
  s3.destroy();
}

/** Argo's kinds of resources, then every object. */
async function layOut(
  client,
  { bin, ports, s3, quota, namespaces, certificates },
) {
  const definitions = fs
    .readdirSync(bin.definitions)
    .map(file =>
      parse(fs.readFileSync(path.join(bin.definitions, file), 'utf8')),
    );
  await Promise.all([
    ...definitions.map(it => client.apply(it)),
    ...[SYSTEM, ...namespaces].map(it => client.apply(namespaceOf(it))),
  ]);
  const certificate = fs.readFileSync(certificates.server.certificate, 'utf8');
  const key = fs.readFileSync(certificates.server.key, 'utf8');
  await Promise.all([
    client.apply(controllerConfig({ ports, s3 })),
    client.apply(serverCertificate({ certificate, key })),
  ]);
  for (const namespace of namespaces) {
    for (const object of objectsOf(namespace, { s3, quota })) {
      await client.apply(object);
    }
  }
}

async function isReady(client) {
  const node = await client.get('Node', NODE).catch(() => undefined);
  return node?.status.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

function wordsOfTheDead(state) {
  const processes = processesOf(state);
  return processes
    .names()
    .filter(name => !processes.isAlive(name))
    .map(
      name => `${name} has ended; it said last:\n${processes.lastWords(name)}`,
    )
    .join('\n');
}
