// What the run of the example on real flights shows to whoever has to trust its model.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage } from './browser.mjs';
import { ended, flightRun, url } from './portal.mjs';

let run;
before(async () => {
  run = await flightRun();
  const { state, because } = await ended(run, 180);
  assert.equal(state, 'succeeded', because);
});

const at = tab => `${url}/training/runs/${run}/${tab}`;

test('its gates and its data', async t => {
  const page = await openPage(t);
  await page.goto(at('gates'));
  await page.getByText(/auc/).first().waitFor();
  await page.getByRole('tab', { name: 'Data', exact: true }).click();
  await page.getByText(/train/i).first().waitFor();
});

test('its report is opened and downloaded as it was sealed', async t => {
  const page = await openPage(t);
  await page.goto(at('artifacts'));
  await page
    .getByRole('button', { name: /report/i })
    .first()
    .click();
  const link = page.getByRole('link', { name: /report/ }).first();
  await link.click();
  const download = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /^Download report/ })
    .first()
    .click();
  assert.match((await download).suggestedFilename(), /^report/);
});

test('its model and dataset have pages', async t => {
  const page = await openPage(t);
  await page.goto(`${url}/training/models/default/flight_delay`);
  await page.getByText(run).first().waitFor();
  await page.goto(`${url}/training/datasets/default/flight_delay_dataset`);
  await page.getByText('flight_delay_dataset').first().waitFor();
});
