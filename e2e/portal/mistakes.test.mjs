// What a page says where something is wrong, and where a person may not do what they want.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.mjs';
import { ended, startRun, url } from './portal.mjs';

/** A browser notes every answer that is an error; these are what the test is about. */
const ANSWERED = [
  /Failed to load resource: the server responded with a status of 4/,
];

test('an expression with a mistake shows where it is', async t => {
  const page = await openPage(t);
  await page.goto(`${url}/training/runs`);
  const where = page.getByRole('combobox', { name: 'Where' });
  await where.fill('metrics.auc >> 0.7');
  await where.press('Enter');
  const mistake = page.getByRole('alert');
  await mistake.getByText(/At character 14/).waitFor();
  assert.match(
    await mistake.locator('pre').innerText(),
    /^metrics\.auc >> 0\.7\n {13}\^$/,
  );
});

test('a run that nobody knows is a page that says so', async t => {
  const page = await openPage(t, { expected: ANSWERED });
  await page.goto(`${url}/training/runs/nobody-knows`);
  const alert = page.getByRole('alert');
  await alert.getByText('Not found, or not for you to see').waitFor();
  await page.getByRole('link', { name: 'All runs that you may see' }).click();
  await page.getByRole('combobox', { name: 'Where' }).waitFor();
});

test('a cursor that was tampered with is refused in words', async t => {
  const page = await openPage(t, { expected: ANSWERED });
  await page.goto(`${url}/training/runs?cursor=eyJzZXEiOjF9`);
  const alert = page.getByRole('alert');
  await alert.getByText('This cannot be done').waitFor();
  await alert.getByText(/cursor/).waitFor();
});

test('a specification with problems shows each with its place', async t => {
  const page = await openPage(t, { expected: ANSWERED });
  await page.goto(
    `${url}/training/pipelines/default/mistaken?tab=specification`,
  );
  await page.getByText('It cannot be run: 2 problems').waitFor();
  const problems = page.getByRole('list', { name: 'Problems' });
  await problems.getByText('pipeline.yaml:8:5').waitFor();
  await problems.getByText(/Did you mean `command`\?/).waitFor();
  await page.getByText('✕ problem').first().waitFor();

  await page.getByRole('button', { name: 'Run now' }).click();
  await page
    .getByText('The run was not started: the specification has 2 problems.')
    .waitFor();
});

test('an annotation that points nowhere says what it points to', async t => {
  const page = await openPage(t, { expected: ANSWERED });
  await page.goto(
    `${url}/training/pipelines/default/nowhere?tab=specification`,
  );
  await page
    .getByText(/pipelines\/nowhere\/pipeline\.yaml/)
    .first()
    .waitFor();
});

test('a pipeline of another team is shown, and not run', async t => {
  const page = await openPage(t);
  await page.goto(`${url}/training/pipelines/default/of-others`);
  const button = page.getByRole('button', { name: 'Run now' });
  await button.waitFor();
  assert.equal(await button.isDisabled(), true);
  await page
    .getByText(/data-platform/)
    .first()
    .waitFor();
});

test('a run that blocked and one that failed say why first', async t => {
  const [blocked, failed] = await Promise.all([
    startRun('blocking'),
    startRun('failing'),
  ]);
  await Promise.all([ended(blocked), ended(failed)]);
  const page = await openPage(t);
  await page.goto(`${url}/training/runs/${blocked}`);
  const happened = page.getByRole('group', { name: 'What happened' });
  await happened.getByText(/only 3 of 10 airports reported/).waitFor();
  await page.goto(`${url}/training/runs/${failed}`);
  await happened.getByText(/cannot read the airports/).waitFor();
  await happened.getByRole('link', { name: /log of break/ }).click();
  await page
    .getByRole('log', { name: 'Log' })
    .getByText('cannot read the airports')
    .waitFor();
});
