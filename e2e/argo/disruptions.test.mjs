// What a run comes to when a part of the cluster, or the portal, is gone for a while. One at a time:
// each of them is everybody's.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { waitFor } from '../../scripts/waitFor.mjs';
import { startArgoPortal } from './argoPortal.mjs';
import { processesOf } from './cluster/processes.mjs';
import { closeAll, cluster, workflowsOf } from './underTest.mjs';

const UNREACHABLE_MS = 30_000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-argo-'));
const parts = processesOf(cluster.state);
let portal;

before(async () => {
  portal = await startArgoPortal(cluster, {
    folder,
    port: 7557,
    // What other tests have made is not there to be reused.
    prefix: `disruptions-${randomUUID()}`,
  });
});
after(async () => {
  await portal?.end();
  closeAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** When a run comes to nothing, this is what there is to go by. */
async function whatBecameOf(run) {
  const { state, because, attempts } = await portal.show(run);
  const nodes = (await workflowsOf(run)).flatMap(({ status }) =>
    Object.values(status?.nodes ?? {}).map(
      ({ displayName, phase, message, startedAt, finishedAt }) =>
        [displayName, phase, message, startedAt, finishedAt].join(' '),
    ),
  );
  return JSON.stringify({ state, because, attempts, nodes }, null, 2);
}

async function counting(run) {
  try {
    await waitFor(
      'the third line',
      async () =>
        (await portal.logText(run, 'count').catch(() => '')).includes('line 3'),
      { seconds: 120, every: 500 },
    );
  } catch (error) {
    throw new Error(`${error.message}: ${await whatBecameOf(run)}`);
  }
}

it('the controller is killed, and starts again', async () => {
  const run = await portal.submit('slow');
  await counting(run);
  parts.signal('workflow-controller', 'SIGKILL');
  const ended = await portal.ended(run);
  assert.equal(ended.state, 'succeeded', ended.because);
  assert.equal(ended.attempt, 1);
});

it('the API server answers nobody for half a minute', async () => {
  const run = await portal.submit('slower');
  await counting(run);
  parts.signal('kube-apiserver', 'SIGSTOP');
  try {
    await new Promise(resolve => setTimeout(resolve, UNREACHABLE_MS));
  } finally {
    parts.signal('kube-apiserver', 'SIGCONT');
  }
  const ended = await portal.ended(run);
  assert.equal(ended.state, 'succeeded', ended.because);
  assert.equal(ended.attempt, 1);
});

it('the portal is killed between handing a run over and writing that down', async () => {
  const token = randomUUID();
  const run = await portal.submit('brief', { token });
  await waitFor(
    'the workflow',
    async () => (await workflowsOf(run)).length === 1,
    { every: 5 },
  );
  await portal.kill();
  await portal.startAgain();
  const ended = await portal.ended(run);
  assert.equal(ended.state, 'succeeded', ended.because);
  assert.equal(ended.attempt, 1);
  assert.equal((await workflowsOf(run)).length, 1);
  assert.equal(await portal.submit('brief', { token }), run);
});

it('the store answers nobody for a while', async () => {
  const run = await portal.submit('calm');
  await waitFor(
    'its workflow',
    async () => (await workflowsOf(run)).length === 1,
  );
  parts.signal('s3', 'SIGSTOP');
  await new Promise(resolve => setTimeout(resolve, UNREACHABLE_MS / 2));
  parts.signal('s3', 'SIGCONT');
  const ended = await portal.ended(run);
  assert.equal(ended.state, 'succeeded', await whatBecameOf(run));
  // The store was slow, and lost nothing: no attempt was lost either.
  assert.equal(ended.attempt, 1);
});
