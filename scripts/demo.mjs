// `npm run demo`: starts the portal, runs the example's pipeline in it and says where to look.
//
//   npm run demo                 stays up until it is told to end
//   npm run demo -- --once       ends by itself: 0 when the run succeeded and can be found, else not
//   npm run demo -- --full       all three million flights
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { followRun, sayRun } from './demo/followRun.mjs';
import { endWith, runningPortal, startPortal } from './portal.mjs';
import { portalApi } from './portalApi.mjs';
import { layOutDocs } from './techdocs.mjs';
import { Advice, at, say } from './toolchain.mjs';
import { waitFor } from './waitFor.mjs';

const once = process.argv.includes('--once');
const full = process.argv.includes('--full');
const PIPELINE = `component:default/flight-delay${full ? '-full' : ''}`;

say('laying out the data of the example');
const prepared = spawnSync(
  process.execPath,
  [at('examples', 'flight-delay', 'prepare.mjs')],
  { stdio: 'inherit' },
);
if (prepared.status !== 0) process.exit(1);

let end = async status => process.exit(status);
try {
  const url = await usePortal();
  const api = portalApi(url);
  await waitFor(`${PIPELINE} in the catalog`, () => api.entity(PIPELINE));
  await api.joinTeams();

  const { run } = await api.post('/api/ml-training/v1/runs', {
    pipeline: PIPELINE,
    token: randomUUID(),
  });
  const page = `${url}/training/runs/${run}`;
  say(`the run: ${page}`);
  const ended = await followRun(api, run);
  sayRun(ended, page);

  if (once) {
    if (ended.state !== 'succeeded') {
      throw new Advice(`the run ${ended.state}: ${ended.because ?? page}`);
    }
    await findAll(api, ended);
    say('the run is listed, and the catalog has it with its model and dataset');
    await end(0);
  }
  say('the portal stays up; Ctrl-C ends it');
} catch (error) {
  say(error instanceof Advice ? error.message : error.stack);
  await end(1);
}

/** @returns the URL of the portal that runs on this folder's data already, or of one that ends with this process */
async function usePortal() {
  const running = await runningPortal();
  if (running) {
    say(`using the portal that runs already: ${running.url}`);
    return running.url;
  }
  layOutDocs();
  const log = at('.data', 'portal.log');
  say(`starting the portal; what it says goes to ${log}`);
  fs.mkdirSync(at('.data'), { recursive: true });
  const portal = await startPortal({
    log: fs.openSync(log, 'w'),
    level: 'info',
  });
  end = endWith(portal, { statusOfSignal: once ? 1 : 0 });
  await portal.ready;
  say(`the portal is ready: ${portal.url}`);
  return portal.url;
}

/** What "visible" means: in the list of runs, and in the catalog with what it made. */
async function findAll(api, { run, pipeline, model, dataset }) {
  const { namespace } = pipeline;
  await waitFor('the run in the list of runs', async () => {
    const { items } = await api.get(
      `/api/ml-training/v1/runs?pipeline=${encodeURIComponent(PIPELINE)}`,
    );
    return items.some(item => item.run === run);
  });
  if (!model || !dataset) {
    throw new Advice('the run succeeded without a model or without a dataset');
  }
  const named = name => ({ 'trainyard.dev/name': name });
  await waitFor('the TrainingRun in the catalog', () =>
    api.annotated('trainingrun', namespace, { 'trainyard.dev/run': run }),
  );
  await waitFor('the Model in the catalog', () =>
    api.annotated('model', namespace, named(model.name)),
  );
  await waitFor('the Dataset in the catalog', () =>
    api.annotated('dataset', namespace, named(dataset.name)),
  );
}
