// A real browser, signed in, that notices what no reader may meet.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { url } from './portal.mjs';

/** Longer than any page may take on two busy cores. */
const PATIENCE_MS = 15_000;

/**
 * A page of a browser of its own, which ends with the test. The test fails where the
 * page wrote an error to the console, asked another host, or scrolls sideways at its end.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {boolean} [options.signedIn] - a guest has entered already; true unless said
 * @param {RegExp[]} [options.expected] - errors of the console that belong to the test
 */
export async function openPage(t, { signedIn = true, expected = [] } = {}) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrongs = watch(page, expected);
  t.after(async () => {
    const scrolls = await sidewaysOf(page);
    await browser.close();
    assert.deepEqual(wrongs, []);
    assert.equal(scrolls, 0, 'the page scrolls sideways');
  });
  if (signedIn) {
    await page.goto(`${url}/training/overview`);
    await enter(page);
  }
  return page;
}

/** Signs in as the guest. */
export async function enter(page) {
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'Training' }).first().waitFor();
}

/** How many pixels of the page lie beside the window. */
export function sidewaysOf(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

function watch(page, expected) {
  const wrongs = [];
  const note = text => {
    if (!expected.some(pattern => pattern.test(text))) wrongs.push(text);
  };
  page.on('console', message => {
    if (message.type() !== 'error') return;
    note(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', error => note(`thrown: ${error.stack}`));
  page.on('request', request => {
    const { protocol, host } = new URL(request.url());
    const own = ['data:', 'blob:'].includes(protocol);
    if (!own && host !== new URL(url).host) note(`asked ${request.url()}`);
  });
  return wrongs;
}
