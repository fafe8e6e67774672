// The first page of 100,000 runs in a real browser: from the press on Runs, and from the address alone,
// to a screen full of rows, and to its last row. PICTURES=folder keeps pictures of it.
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

/** Runs on a page of the list; of the window that is opened here, fewer than the first are in view. */
const PAGE = [14, 25].map(rows => Math.min(rows, RUNS));

/**
 * Runs in the page before anything else: notes when the pointer went down, and when so many rows of
 * the first page were painted. The page's own clock, because to ask from outside whether a row is
 * there takes the page's one thread for tens of milliseconds each time.
 */
function watchRows(wanted) {
  const seen = { down: 0, painted: {} };
  const due = [...wanted];
  window.rowsSeen = seen;
  addEventListener('pointerdown', ({ timeStamp }) => (seen.down = timeStamp), {
    capture: true,
  });
  const observer = new MutationObserver(() => {
    const rows = document.querySelectorAll('[aria-label="Runs"] tbody tr a');
    const named = [...rows].filter(({ textContent }) =>
      textContent.startsWith('pipeline-'),
    );
    while (due.length > 0 && named.length >= due[0]) {
      const rows = due.shift();
      // A message that is sent in a frame arrives after its paint.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          seen.painted[rows] = performance.now();
        };
        port2.postMessage(undefined);
      });
    }
    if (due.length === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Milliseconds from the press, or from the start of loading where there was none, to each of PAGE. */
async function untilPainted(page) {
  const handle = await page.waitForFunction(
    wanted => {
      const { painted, down } = window.rowsSeen;
      return (
        wanted.every(rows => painted[rows]) &&
        wanted.map(rows => painted[rows] - down)
      );
    },
    PAGE,
    { polling: 100 },
  );
  return handle.jsonValue();
}

function line(what, milliseconds) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = share => sorted[Math.ceil(sorted.length * share) - 1];
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
    await page.addInitScript(watchRows, PAGE);
    await page.goto(`${portal.url}/training/overview`);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('link', { name: 'Training' }).first().waitFor();
    const clicks = [];
    const loads = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.goto(`${portal.url}/training/overview`);
      await page.getByText('What needs me now?').first().waitFor();
      await page.getByLabel('Loading').first().waitFor({ state: 'detached' });
      await page.getByRole('tab', { name: 'Runs' }).click();
      clicks.push(await untilPainted(page));
      await page.goto(`${portal.url}/training/runs`);
      loads.push(await untilPainted(page));
    }
    for (const [i, rows] of PAGE.entries()) {
      const nth = of => of.map(painted => painted[i]);
      line(`from the press on Runs to ${rows} rows`, nth(clicks));
      line(`from the address alone to ${rows} rows`, nth(loads));
    }
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
