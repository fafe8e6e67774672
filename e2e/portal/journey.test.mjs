// What a person does with a pipeline, from signing in to stopping a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter, openPage } from './browser.mjs';
import { ended, showRun, startRun, url } from './portal.mjs';

test('the guest signs in and is asked what needs them', async t => {
  const page = await openPage(t, { signedIn: false });
  await page.goto(url);
  await enter(page);
  await page.getByRole('link', { name: 'Training' }).click();
  await page.getByRole('heading', { name: 'What needs me now?' }).waitFor();
});

test('a pipeline is found by its owner in the catalog, run, and followed', async t => {
  const page = await openPage(t);
  await page.goto(`${url}/catalog/default/group/flight-operations`);
  await page.getByRole('link', { name: /training-pipeline/i }).click();
  await page.getByRole('link', { name: 'Talking', exact: true }).click();
  await page
    .getByRole('link', { name: 'Run it, or read its specification' })
    .click();
  await page.waitForURL(/\/training\/pipelines\/default\/talking/);
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.waitForURL(/\/training\/runs\/talking-/);
  const run = new URL(page.url()).pathname.split('/').at(-1);
  await page.getByText('Running', { exact: true }).first().waitFor();

  await page.getByRole('tab', { name: 'Steps' }).click();
  await page.getByRole('button', { name: /prepare.*Succeeded/ }).waitFor();
  await page.getByRole('button', { name: /talk.*Running/ }).waitFor();

  await page.getByRole('tab', { name: 'Logs' }).click();
  const log = page.getByRole('log', { name: 'Log' });
  await log.getByText('line 1', { exact: true }).waitFor();
  const seen = await lastLine(log);
  await waitUntil(async () => (await lastLine(log)) > seen);

  await page.getByRole('button', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What talk did so far is destroyed').waitFor();
  await dialog.getByRole('button', { name: 'Stop the run' }).click();
  await page.getByText('Stopped', { exact: true }).first().waitFor();
  assert.equal((await ended(run)).state, 'stopped');
});

test('a run that waits to be stopped goes on when the dialog is left', async t => {
  const run = await startRun('talking');
  const page = await openPage(t);
  await page.goto(`${url}/training/runs/${run}`);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Let it run' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.match((await showRun(run)).state, /queued|running/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Stop the run' }).click();
  await ended(run);
});

test('two runs are chosen in the list and compared', async t => {
  const runs = await Promise.all([startRun('counting'), startRun('blocking')]);
  await Promise.all(runs.map(run => ended(run)));
  const page = await openPage(t);
  await page.goto(`${url}/training/runs`);
  for (const run of runs) {
    const row = page.getByRole('row').filter({ has: linkTo(page, run) });
    await choose(row);
  }
  await page.getByRole('link', { name: 'Compare 2 runs' }).click();
  await page.waitForURL(/\/training\/runs\/compare/);
  for (const run of runs) await linkTo(page, run).first().waitFor();
  await page.getByText('Specification').first().waitFor();
});

/** A table that is being drawn anew lets go of the focus, and a key goes nowhere. */
async function choose(row) {
  const chosen = row.getByRole('checkbox', { checked: true });
  await waitUntil(async () => {
    // The box itself is hidden behind what is drawn.
    await row.getByRole('checkbox').press('Space');
    return chosen.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
}

/** Where there is little room, only the end of a run's name is shown. */
const linkTo = (page, run) => page.locator(`a[href$="/runs/${run}"]`);

async function lastLine(log) {
  const text = await log.innerText();
  return Math.max(0, ...[...text.matchAll(/line (\d+)/g)].map(it => +it[1]));
}

async function waitUntil(holds) {
  while (!(await holds())) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
