// What a run of the example costs on Argo beyond the work of its steps, with Argo's default settings:
// as it is compiled, and with a pod for each step, on the same cluster. Needs what "npm run test:argo" needs.
import fs from 'node:fs';
import path from 'node:path';
import { startArgoPortal } from '../e2e/argo/argoPortal.mjs';
import { buildCluster } from '../e2e/argo/cluster/build.mjs';
import { startCluster } from '../e2e/argo/cluster/cluster.mjs';
import { inTemporaryFolder, machine } from './measure.mjs';

const BAR_SECONDS = 45;
const BAR_RATIO = 2;
const log = () => {};

const WAYS = [
  ['fused', 'four pods', {}],
  ['apart', 'a pod for each step', { isolateSteps: true }],
];

async function measure(cluster, folder, [name, words, change]) {
  const own = path.join(folder, name);
  fs.mkdirSync(own);
  // A root of its own in the bucket: nothing is there to be reused.
  const portal = await startArgoPortal(cluster, {
    ...{ folder: own, port: 7607, prefix: name, change },
  });
  try {
    // The portal has just started, and does much at its start.
    await portal.ended(await portal.submit('brief'));
    const run = await portal.submit('flight-delay');
    const ended = await portal.ended(run, 900);
    if (ended.state !== 'succeeded') {
      throw new Error(`${run} ${ended.state}: ${ended.because}`);
    }
    const whole =
      (Date.parse(ended.endedAt) - Date.parse(ended.submittedAt)) / 1000;
    const work = ended.stepViews.reduce((sum, { seconds }) => sum + seconds, 0);
    const tries = ended.stepViews.map(step => step.try);
    console.log(
      `${words.padEnd(22)} whole ${whole.toFixed(1)} s   steps ${work.toFixed(1)} s   beyond them ${(whole - work).toFixed(1)} s${Math.max(...tries) > 1 ? '   (a step was tried again)' : ''}`,
    );
    for (const gap of gapsOf(ended)) console.log(gap);
    return { whole, beyond: whole - work };
  } finally {
    await portal.end();
  }
}

/** Where between submission and end no step was at work for a second or more. */
function gapsOf({ submittedAt, endedAt, stepViews }) {
  const gaps = [];
  let last = { name: 'submitted', at: Date.parse(submittedAt) };
  const began = ({ startedAt }) => Date.parse(startedAt);
  const steps = stepViews.filter(step => step.startedAt);
  const ends = [
    ...steps.sort((a, b) => began(a) - began(b)),
    { name: 'ended', startedAt: endedAt, endedAt },
  ];
  for (const step of ends) {
    const seconds = (began(step) - last.at) / 1000;
    if (seconds >= 1) {
      gaps.push(
        `  ${seconds.toFixed(1).padStart(5)} s between ${last.name} and ${step.name}`,
      );
    }
    if (step.endedAt && Date.parse(step.endedAt) > last.at) {
      last = { name: step.name, at: Date.parse(step.endedAt) };
    }
  }
  return gaps;
}

console.log(machine());
await inTemporaryFolder('trainyard-argo-overhead-', async folder => {
  const cluster = await startCluster({
    built: await buildCluster({ log }),
    log,
  });
  try {
    const [fused, apart] = [
      await measure(cluster, folder, WAYS[0]),
      await measure(cluster, folder, WAYS[1]),
    ];
    console.log(
      `beyond the steps' own work: ${(fused.beyond / BAR_SECONDS).toFixed(2)} of the bar (${BAR_SECONDS} s)`,
    );
    console.log(
      `a pod for each step takes ${(apart.whole / fused.whole).toFixed(2)} times as long (bar: ${BAR_RATIO})`,
    );
  } finally {
    await cluster.stop();
  }
});
