// The portal under test, as its tests use it beside the browser.
import { randomUUID } from 'node:crypto';
import { portalApi } from '../../scripts/portalApi.mjs';
import { waitFor } from '../../scripts/waitFor.mjs';

export const url = process.env.PORTAL_URL;
if (!url) throw new Error('These tests are started by "npm run test:e2e".');

export const api = portalApi(url);

const TRAINING = '/api/ml-training/v1';
const ENDED = ['succeeded', 'blocked', 'failed', 'stopped'];

export const showRun = run => api.get(`${TRAINING}/runs/${run}`);

/** Starts a run of a pipeline, once the catalog has it. */
export async function startRun(name) {
  const pipeline = `component:default/${name}`;
  await waitFor(`${pipeline} in the catalog`, () => api.entity(pipeline));
  const { run } = await api.post(`${TRAINING}/runs`, {
    pipeline,
    token: randomUUID(),
  });
  return run;
}

/** The run as it ended. */
export const ended = (run, seconds = 60) =>
  waitFor(
    `the end of ${run}`,
    async () => {
      const shown = await showRun(run);
      return ENDED.includes(shown.state) && shown;
    },
    { seconds },
  );

/** The run of the example on real flights, which began before the tests. */
export async function flightRun() {
  const pipeline = encodeURIComponent('component:default/flight-delay');
  const { items } = await api.get(`${TRAINING}/runs?pipeline=${pipeline}`);
  return items.at(-1).run;
}
