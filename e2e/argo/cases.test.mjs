// Runs on a real cluster, through the portal: what pods, retries, stops and faults come to.
// Started by "npm run test:argo", which says where the cluster is.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { waitFor } from '../../scripts/waitFor.mjs';
import { startArgoPortal } from './argoPortal.mjs';
import {
  client,
  closeAll,
  cluster,
  keysBelow,
  podsOf,
  stepOf,
  triesOf,
  workflowsOf,
} from './underTest.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-argo-'));
let portal;

before(async () => {
  portal = await startArgoPortal(cluster, { folder });
});
after(async () => {
  await portal?.end();
  closeAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

const says = (run, step, text) =>
  waitFor(
    `"${text}" in the log of ${step}`,
    async () =>
      (await portal.logText(run, step).catch(() => '')).includes(text),
    { seconds: 120, every: 500 },
  );

describe('on a cluster', { concurrency: 3 }, () => {
  it('the flights of the example make the same data, predictions and metrics as on this host', async () => {
    const onArgo = await portal.submit('flight-delay');
    const argo = await portal.ended(onArgo, 600);
    assert.equal(argo.state, 'succeeded', argo.because);
    const onHost = await portal.submit('flight-delay', { engine: 'local' });
    const host = await portal.ended(onHost, 600);
    assert.equal(host.state, 'succeeded', host.because);
    const digests = run =>
      Object.fromEntries(
        run.stepViews
          .filter(
            ({ name }) => !['publish-report', 'register-model'].includes(name),
          )
          .map(({ name, outputs }) => [name, outputs]),
      );
    assert.deepEqual(digests(argo), digests(host));
    assert.deepEqual(argo.headline, host.headline);
    assert.equal(stepOf(argo, 'train-model').environment.kind, 'image');
    assert.equal(stepOf(host, 'train-model').environment.kind, 'python');
    assert.equal(argo.model.version !== null, true);
  });

  it('a step that runs out of memory gets more', async () => {
    const run = await portal.submit('hungry');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'succeeded', ended.because);
    const tries = await triesOf(run, 'eat');
    const [first] = tries.filter(({ displayName }) => displayName === 'eat(0)');
    assert.match(first.message, /OOMKilled/);
    assert.equal(stepOf(ended, 'eat').try, tries.length);
    assert.equal(
      await portal.outputText(run, 'eat', 'made', 'file'),
      '150000000\n',
    );
  });

  it('a pod that is deleted goes on from its checkpoint, and its late writes change nothing', async () => {
    const run = await portal.submit('resumed');
    await says(run, 'train', 'waiting');
    await waitFor('a checkpoint', async () => {
      const keys = await keysBelow('checkpoints/');
      return keys.some(key => /\/1(\.json|\/)/.test(key));
    });
    const [pod] = (await podsOf(run)).filter(
      ({ status, metadata }) =>
        status.phase === 'Running' && metadata.name.includes('command'),
    );
    await client.remove('Pod', pod.metadata.name);
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'succeeded', ended.because);
    assert.equal(stepOf(ended, 'train').try, 2);
    assert.equal(await portal.outputText(run, 'train', 'made', 'file'), '7\n');
  });

  it('a block ends a run: nothing is tried again, nothing follows', async () => {
    const run = await portal.submit('blocking');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'blocked');
    assert.match(ended.because, /not good enough/);
    assert.equal((await triesOf(run, 'decide')).length, 1);
    assert.equal(stepOf(ended, 'after').state, 'skipped');
    await waitFor('the end of its pods', async () =>
      (await podsOf(run)).every(({ status }) => status.phase !== 'Running'),
    );
  });

  it('the log of a step is there when its pod is not', async () => {
    const run = await portal.submit('failing');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'failed');
    assert.match(ended.because, /exit code 3/);
    await waitFor('no pods', async () => (await podsOf(run)).length === 0, {
      seconds: 120,
    });
    assert.equal(await portal.logText(run, 'fail'), 'no such column: origin\n');
  });

  it('a run is stopped while it waits for a node', async () => {
    const run = await portal.submit('vast');
    const waiting = await portal.seen(
      run,
      'waiting for a node',
      ({ attempts }) => /Insufficient cpu/.test(attempts.at(-1).pending ?? ''),
    );
    assert.match(waiting.attempts.at(-1).pending, /wait/);
    await portal.ask(run, 'stop');
    assert.equal((await portal.ended(run)).state, 'stopped');
  });

  it('a run is stopped while it runs, and leaves no pod', async () => {
    const run = await portal.submit('sleeping');
    await says(run, 'sleep', 'asleep');
    await portal.ask(run, 'stop');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'stopped', ended.because);
    // The pod that wrote down the end is itself still about to.
    await waitFor('the end of its pods', async () =>
      (await podsOf(run)).every(({ status }) => status.phase !== 'Running'),
    );
  });

  it('what was asked for twice with one token is one workflow', async () => {
    const token = randomUUID();
    const runs = await Promise.all(
      [1, 2].map(() => portal.submit('chain', { token })),
    );
    assert.equal(runs[0], runs[1]);
    const ended = await portal.ended(runs[0]);
    assert.equal(ended.state, 'succeeded', ended.because);
    assert.equal((await workflowsOf(runs[0])).length, 1);
  });

  it('two workers of a step find each other', async () => {
    const run = await portal.submit('pair');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'succeeded', ended.because);
    const workers = JSON.parse(
      await portal.outputText(run, 'meet', 'made', 'workers.json'),
    );
    assert.deepEqual(
      workers.map(({ rank }) => rank),
      [0, 1],
    );
    assert.ok(workers.every(({ address }) => /^[\d.]+$/.test(address)));
  });

  it('a command has its secret and none of ours, and its log does not say it', async () => {
    const run = await portal.submit('secretive');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'succeeded', ended.because);
    const log = await portal.logText(run, 'whisper');
    assert.match(log, /^the word is \*+/);
    assert.doesNotMatch(log, new RegExp(cluster.s3.accessKey));
    const [workflow] = await workflowsOf(run);
    assert.doesNotMatch(
      JSON.stringify(workflow),
      new RegExp(`${cluster.s3.accessKey}|${cluster.s3.secretKey}`),
    );
  });

  it('what looks like a template of Argo reaches a command as it was written', async () => {
    const run = await portal.submit('quoting');
    assert.equal((await portal.ended(run)).state, 'succeeded');
    assert.equal(
      await portal.outputText(run, 'say', 'made', 'file'),
      '{{workflow.name}} {{=1+1}} $(HOME) $$ ${PATH}',
    );
  });

  it('a Secret that the cluster lacks is named while the run waits for it', async () => {
    const run = await portal.submit('secretless');
    await portal.seen(run, 'waiting for a Secret', ({ attempts }) =>
      /no-such-secret/.test(attempts.at(-1).pending ?? ''),
    );
    await portal.ask(run, 'stop');
    assert.equal((await portal.ended(run)).state, 'stopped');
  });

  it('a workflow that was deleted is a lost run, which is tried again', async () => {
    const run = await portal.submit('slow');
    await says(run, 'count', 'line 2');
    const [workflow] = await workflowsOf(run);
    await client.remove('Workflow', workflow.metadata.name);
    const lost = await portal.seen(
      run,
      'lost',
      ({ state }) => state === 'lost',
    );
    assert.match(lost.because, /deleted/);
    await portal.ask(run, 'retry');
    const ended = await portal.ended(run);
    assert.equal(ended.state, 'succeeded', ended.because);
    assert.equal(ended.attempt, 2);
  });
});

it('of twenty runs under a quota of three, three go on at a time', async () => {
  const runs = await Promise.all(
    Array.from({ length: 20 }, () => portal.submit('quick')),
  );
  let most = 0;
  const watch = setInterval(async () => {
    const workflows = await client
      .list('Workflow', { labels: 'trainyard.dev/pipeline=quick' })
      .catch(() => []);
    const going = workflows.filter(
      ({ status }) => status?.phase === 'Running',
    ).length;
    most = Math.max(most, going);
  }, 500);
  const ended = await Promise.all(
    runs.map(run => portal.ended(run, 420)),
  ).finally(() => clearInterval(watch));
  assert.deepEqual(
    ended.map(({ state }) => state),
    runs.map(() => 'succeeded'),
  );
  assert.ok(most >= 2 && most <= 3, `${most} at a time`);
});
