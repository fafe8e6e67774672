// The first page of 100,000 runs in a real browser: from the click on Runs, and from the address alone,
// to rows that can be read. PICTURES=folder keeps pictures of it.
import createKnex from 'knex';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { startPortal } from '../scripts/portal.mjs';
import { fillRuns } from './manyRuns.mjs';
import { inTemporaryFolder, machine } from './measure.mjs';

const RUNS = Number(process.env.RUNS ?? 100_000);
const ROUNDS = Number(process.env.ROUNDS ?? 20);
const BAR = 1000;

async function withPortal(data, log, work) {
  const portal = await startPortal({ log, level: 'warn', data, port: 7457 });
  try {
    await portal.ready;
    return await work(portal);
  } finally {
    await portal.end();
  }
}

/** What the list says of the newest run, whatever it is called. */
const firstRow = page => page.getByRole('row').nth(1).getByText('pipeline-');

function line(what, milliseconds) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = share =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  console.log(
    `${what.padEnd(40)} n ${sorted.length}   p50 ${at(0.5).toFixed(0)} ms   p95 ${at(0.95).toFixed(0)} ms   ${(at(0.95) / BAR).toFixed(2)} of the bar (${BAR} ms)`,
  );
}

async function measure(portal) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
    });
    await page.goto(`${portal.url}/training/overview`);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('link', { name: 'Training' }).first().waitFor();
    const clicks = [];
    const loads = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.goto(`${portal.url}/training/overview`);
      await page.getByText('What needs me now?').first().waitFor();
      const link = page.getByRole('tab', { name: 'Runs' });
      await link.waitFor();
      let began = performance.now();
      await link.click();
      await firstRow(page).waitFor();
      clicks.push(performance.now() - began);
      began = performance.now();
      await page.goto(`${portal.url}/training/runs`);
      await firstRow(page).waitFor();
      loads.push(performance.now() - began);
    }
    line('from the click on Runs to its rows', clicks);
    line('from the address, the portal loaded anew', loads);
    if (process.env.PICTURES) {
      for (const width of [1280, 1920]) {
        await page.setViewportSize({ width, height: 1080 });
        await page.waitForTimeout(500);
        await page.screenshot({
          path: path.join(process.env.PICTURES, `runs-${RUNS}-${width}.png`),
        });
      }
    }
  } finally {
    await browser.close();
  }
}

console.log(machine());
await inTemporaryFolder('trainyard-runs-page-', async folder => {
  const log = fs.openSync(path.join(folder, 'portal.log'), 'w');
  await withPortal(folder, log, async () => {});
  const file = path.join(folder, 'databases', 'ml-training.sqlite');
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: file,
    useNullAsDefault: true,
  });
  await fillRuns(knex, RUNS).finally(() => knex.destroy());
  console.log(`${RUNS} runs in SQLite`);
  await withPortal(folder, log, measure);
});
