// A portal that keeps its store in the cluster's bucket and runs pipelines on its Argo.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startPortal } from '../../scripts/portal.mjs';
import { portalApi } from '../../scripts/portalApi.mjs';
import { waitFor } from '../../scripts/waitFor.mjs';
import { kubeconfigOf } from './cluster/configuration.mjs';
import { layOutPipelines } from './pipelines.mjs';

const TRAINING = '/api/ml-training/v1';
const ENDED = ['succeeded', 'blocked', 'failed', 'stopped'];

/** Both ways to the same cluster, and one with a quota. */
export function engineSettings(cluster, kubeconfig, change = {}) {
  const { names, images, namespaces } = cluster;
  const [namespace] = namespaces;
  const { url, token, caFile } = cluster.argoServer;
  return {
    enabled: true,
    default: 'server',
    clusters: {
      server: { namespace, argoServer: { url, token, caFile } },
      direct: {
        namespace,
        kubernetes: { kubeconfig },
      },
      quota: {
        namespace,
        argoServer: { url, token, caFile },
        workflows: {
          quota: { configMap: names.quota, key: names.quotaKey },
        },
      },
    },
    rules: [
      ...['resumed', 'failing', 'blocking', 'slow'].map(pipeline => ({
        pipeline,
        cluster: 'direct',
      })),
      { pipeline: 'quick', cluster: 'quota' },
    ],
    workflows: {
      serviceAccount: names.pods,
      stepsImage: images.steps,
      imagePullPolicy: 'Never',
      // The cluster has no network of pods.
      hostNetwork: true,
      allowedImages: ['*'],
      credentials: {
        secret: names.secret,
        accessKey: names.accessKey,
        secretKey: names.secretKey,
      },
      builtins: { cpu: 0.2, memoryGb: 2 },
      commands: { cpu: 0.1, memoryGb: 0.5 },
      witness: { cpu: 0.02, memoryGb: 0.5 },
      outOfMemory: { factor: 8, capGb: 3 },
      backoff: { seconds: 1, factor: 1, capSeconds: 1 },
      secrets: {
        TEST_WORD: { secret: names.secret, key: names.accessKey },
        NO_SUCH_WORD: { secret: 'no-such-secret', key: 'word' },
      },
      ...change,
    },
    graceSeconds: 5,
  };
}

/**
 * @param folder - of all that the portal keeps
 * @param prefix - of its store in the bucket
 * @param change - what differs in how workflows are made
 * @returns the portal, and how to use it
 */
export async function startArgoPortal(
  cluster,
  { folder, port = 7507, prefix = 'training', change },
) {
  const pipelines = path.join(folder, 'pipelines');
  const catalog = fs.existsSync(pipelines)
    ? path.join(pipelines, 'catalog-info.yaml')
    : layOutPipelines(pipelines, cluster.images);
  const kubeconfig = path.join(folder, 'kubeconfig');
  const { url, caFile, portalToken } = cluster.kubernetes;
  fs.writeFileSync(
    kubeconfig,
    kubeconfigOf({ url, ca: caFile, token: portalToken }),
  );
  const settings = {
    'catalog.locations': [
      { type: 'file', target: catalog, rules: [{ allow: ['Component'] }] },
      {
        type: 'file',
        target: path.join(folder, 'people.yaml'),
        rules: [{ allow: ['User', 'Group'] }],
      },
    ],
    'mlTraining.store.kind': 's3',
    'mlTraining.store.s3': {
      bucket: cluster.s3.bucket,
      region: cluster.s3.region,
      endpoint: cluster.s3.endpoint,
      pathStyle: true,
      prefix,
      credentials: {
        accessKeyId: cluster.s3.accessKey,
        secretAccessKey: cluster.s3.secretKey,
      },
    },
    'mlTraining.sources.allowedFolders': [pipelines],
    'mlTraining.submit.perMinute': 600,
    'mlTraining.engines.default': 'argo',
    'mlTraining.engines.argo': engineSettings(cluster, kubeconfig, change),
    'mlTraining.engines.local.enabled': true,
    'mlTraining.engines.local.folder': path.join(folder, 'engine'),
  };
  fs.writeFileSync(
    path.join(folder, 'people.yaml'),
    'apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: { name: guest }\nspec: { memberOf: [] }\n',
  );
  const log = fs.openSync(path.join(folder, 'portal.log'), 'a');
  let wanted = port;
  const start = async () => {
    const portal = await startPortal({
      log,
      level: 'info',
      data: folder,
      port: wanted,
      settings,
    });
    // Another test may have had it at first: started again it is where it was.
    wanted = Number(new URL(portal.url).port);
    await portal.ready;
    return portal;
  };
  let portal = await start();
  const api = portalApi(portal.url);
  const show = run => api.get(`${TRAINING}/runs/${run}`);
  // Whoever asks again and again may be told once that the portal is too busy.
  const shownSoon = run => show(run).catch(() => undefined);
  return {
    api,
    get pid() {
      return portal.pid;
    },
    show,
    log: path.join(folder, 'portal.log'),
    async submit(name, { engine = 'argo', token = randomUUID() } = {}) {
      const pipeline = `component:default/${name}`;
      await waitFor(`${pipeline} in the catalog`, () => api.entity(pipeline));
      const { run } = await api.post(`${TRAINING}/runs`, {
        pipeline,
        token,
        engine,
      });
      return run;
    },
    ask: (run, what) =>
      api.post(`${TRAINING}/runs/${run}/${what}`, { token: randomUUID() }),
    /** The run once it is as it is wanted to be. */
    seen: (run, what, isSo, seconds = 120) =>
      waitFor(
        `${run} ${what}`,
        async () => {
          const shown = await shownSoon(run);
          return shown && isSo(shown) && shown;
        },
        { seconds, every: 500 },
      ),
    ended: (run, seconds = 240) =>
      waitFor(
        `the end of ${run}`,
        async () => {
          const shown = await shownSoon(run);
          return shown && ENDED.includes(shown.state) && shown;
        },
        { seconds, every: 500 },
      ),
    /** The log of a step as the store has it, or as far as it goes. */
    logText: (run, step) =>
      api.text(`${TRAINING}/runs/${run}/steps/${step}/log.txt`),
    /** What a step wrote into an output. */
    async outputText(run, step, output, file) {
      const { stepViews } = await show(run);
      const tree = stepViews.find(({ name }) => name === step)?.outputs[output];
      return api.text(
        `${TRAINING}/runs/${run}/artifacts/${tree}/file?path=${file}`,
      );
    },
    async kill() {
      process.kill(portal.pid, 'SIGKILL');
      await portal.ended;
    },
    async startAgain() {
      portal = await start();
    },
    end: () => portal.end(),
  };
}
