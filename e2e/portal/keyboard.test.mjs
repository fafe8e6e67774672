// One whole pass without a pointer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.mjs';
import { ended, url } from './portal.mjs';

/** More presses than any page needs. */
const FAR = 120;

test('sign in, run a pipeline, walk its steps and stop it, by keyboard alone', async t => {
  const page = await openPage(t, { signedIn: false });
  await page.goto(url);
  await page.getByRole('button', { name: 'Enter' }).waitFor();
  await press(page, 'button', /^Enter$/i);
  await press(page, 'link', /^Training$/);
  await page.getByRole('heading', { name: 'What needs me now?' }).waitFor();
  await tabTo(page, 'tab', /^Overview$/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  if (!page.url().includes('pipelines')) await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Talking' }).first().waitFor();
  // A table is one stop of the Tab key: the arrow keys walk its rows and cells.
  await tabTo(page, 'row', /./);
  await walkTo(
    page,
    'ArrowDown',
    ({ role, name }) => role === 'row' && name.startsWith('Talking'),
  );
  await walkTo(page, 'ArrowRight', ({ role }) => role === 'link');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Run now' }).waitFor();
  await press(page, 'button', /^Run now$/);
  await page.waitForURL(/\/training\/runs\/talking-/);
  const run = new URL(page.url()).pathname.split('/').at(-1);

  await page.getByRole('tab', { name: 'Summary' }).waitFor();
  await tabTo(page, 'tab', /^Summary$/);
  await page.keyboard.press('ArrowRight');
  // Tabs that are links are walked by arrows and opened by Enter.
  if (!page.url().includes('/steps')) await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /talk.*Running/ }).waitFor();
  const { name } = await tabTo(page, 'button', /(Running|Succeeded|Waiting)/);
  await page.keyboard.press(/^talk/.test(name) ? 'ArrowUp' : 'ArrowDown');
  const walked = await focused(page);
  assert.match(walked.name, /^talk/.test(name) ? /^prepare/ : /^talk/);
  assert.equal(walked.pressed, 'true');

  await tabTo(page, 'button', /^Stop$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await press(page, 'button', /^Stop the run$/);
  assert.equal((await ended(run)).state, 'stopped');
  await page.getByText('Stopped', { exact: true }).first().waitFor();
});

async function press(page, role, name) {
  await tabTo(page, role, name);
  await page.keyboard.press('Enter');
}

/** Presses Tab until something with this role and name has the focus. */
function tabTo(page, role, name, key = 'Tab') {
  return pressUntil(page, key, now => now.role === role && name.test(now.name));
}

/** What has the focus already may be what is looked for. */
async function walkTo(page, key, isWanted) {
  const now = await focused(page);
  return isWanted(now) ? now : pressUntil(page, key, isWanted);
}

async function pressUntil(page, key, isWanted) {
  const met = [];
  for (let i = 0; i < FAR; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (isWanted(now)) return now;
    met.push(`${now.role} ${now.name.slice(0, 40)}`);
  }
  throw new Error(`${key} does not reach it; it meets: ${met.join(', ')}`);
}

function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const roles = { A: 'link', BUTTON: 'button', INPUT: 'input' };
    return {
      role: element.getAttribute('role') ?? roles[element.tagName] ?? '',
      name: (element.getAttribute('aria-label') ?? element.textContent).trim(),
      pressed: element.getAttribute('aria-pressed'),
    };
  });
}
