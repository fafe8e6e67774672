// The cluster that "npm run test:argo" has started, and what tests look at it with.
import fs from 'node:fs';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { bucketClient } from './cluster/bucketClient.mjs';
import { kubernetesClient } from './cluster/kubernetes.mjs';

const file = process.env.TRAINYARD_CLUSTER;
if (!file) throw new Error('These tests are started by "npm run test:argo".');

export const cluster = JSON.parse(fs.readFileSync(file, 'utf8'));

export const client = kubernetesClient({
  ...cluster.kubernetes,
  token: cluster.kubernetes.adminToken,
  namespace: cluster.namespaces[0],
});

const store = bucketClient(cluster.s3);

const ofRun = run => ({ labels: `trainyard.dev/run=${run}` });
export const workflowsOf = run => client.list('Workflow', ofRun(run));
export const podsOf = run => client.list('Pod', ofRun(run));

/** Nodes of the tries of a step. */
export async function triesOf(run, step) {
  const workflows = await workflowsOf(run);
  return workflows.flatMap(({ status }) =>
    Object.values(status?.nodes ?? {}).filter(
      ({ type, displayName }) =>
        type === 'Pod' && displayName.startsWith(`${step}(`),
    ),
  );
}

/** Keys of the bucket, below the root of the portal's store. */
export async function keysBelow(prefix) {
  const { Contents = [] } = await store.send(
    new ListObjectsV2Command({
      Bucket: cluster.s3.bucket,
      Prefix: `training/${prefix}`,
    }),
  );
  return Contents.map(({ Key }) => Key);
}

export const stepOf = ({ stepViews }, name) =>
  stepViews.find(step => step.name === name);

export function closeAll() {
  client.close();
  store.destroy();
}
