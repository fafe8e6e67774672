// How far a page lags behind: from a step's end, and from a line of a log, to a real browser showing
// it; and what it costs the page and the portal to open a log of 200 MB.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { startPortal } from '../scripts/portal.mjs';
import { portalApi } from '../scripts/portalApi.mjs';
import { waitFor } from '../scripts/waitFor.mjs';
import { CLI, inTemporaryFolder, machine, root, timed } from './measure.mjs';

const STEPS = Number(process.env.STEPS ?? 32);
const LINES = Number(process.env.LINES ?? 100);
const LOG_BYTES = Number(process.env.LOG_BYTES ?? 200_000_000);
const BARS = { step: 1500, line: 1000 };
const ENDED = ['succeeded', 'blocked', 'failed', 'stopped'];

const chain = Array.from({ length: STEPS }, (_, i) =>
  [
    `  step-${i}:`,
    `    command: [sh, -c, 'sleep 0.6; echo ${i} > "$TRAINYARD_OUT/out/file"']`,
    '    outputs: [out]',
    ...(i === 0 ? [] : [`    needs: [step-${i - 1}]`]),
  ].join('\n'),
).join('\n');

/** Pipelines by name: what stands below `steps:`. */
const PIPELINES = {
  chain,
  // Each line is the time at which it was written.
  ticking: `  tick:
    command: [sh, -c, 'sleep 5; for i in $(seq ${LINES}); do date +%s%3N; sleep 0.2; done; echo 1 > "$TRAINYARD_OUT/out/file"']
    outputs: [out]`,
  large: `  write:
    command: [sh, -c, 'yes "a line of a log that is as long as lines of logs are, more or less, said again and again" | head -c ${LOG_BYTES}; echo 1 > "$TRAINYARD_OUT/out/file"']
    outputs: [out]`,
};

function layOut(folder) {
  const entities = Object.entries(PIPELINES).map(([name, steps]) => {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    const file = path.join(folder, name, 'pipeline.yaml');
    fs.writeFileSync(
      file,
      `spec_version: 1\npipeline: ${name}\nas_of: 2001-07-01\nsteps:\n${steps}\n`,
    );
    timed(process.execPath, [CLI, 'pin', file]);
    return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  annotations: { trainyard.dev/specification: ${name}/pipeline.yaml }
spec: { type: training-pipeline, lifecycle: experimental, owner: user:default/guest }
`;
  });
  fs.writeFileSync(
    path.join(folder, 'catalog-info.yaml'),
    entities.join('---\n'),
  );
}

/** Keeps when something was first seen, looked at with every frame. */
function watchFrames(page, selector, read) {
  return page.evaluate(
    ([wanted, of]) => {
      window.seen = {};
      const look = () => {
        for (const element of document.querySelectorAll(wanted)) {
          const texts =
            of === 'lines'
              ? (element.innerText.match(/\b1\d{12}\b/g) ?? [])
              : [element.dataset.step];
          for (const text of texts) window.seen[text] ??= Date.now();
        }
        requestAnimationFrame(look);
      };
      look();
    },
    [selector, read],
  );
}

const seenIn = page => page.evaluate(() => window.seen);

function line(what, lags, bar) {
  const sorted = lags.toSorted((a, b) => a - b);
  const at = share =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  console.log(
    `${what.padEnd(34)} n ${String(lags.length).padStart(4)}   p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   ${(at(0.95) / bar).toFixed(2)} of the bar (${bar} ms)`,
  );
}

/** Resident memory of a process, in MB. */
function memory(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

/** What the memory of the portal rises to meanwhile. */
async function peakWhile(pid, work) {
  let peak = memory(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, memory(pid));
  }, 50);
  try {
    return { result: await work(), peak };
  } finally {
    clearInterval(timer);
  }
}

async function measure(portal, page) {
  const api = portalApi(portal.url);
  const training = '/api/ml-training/v1';
  const submit = async name => {
    const pipeline = `component:default/${name}`;
    await waitFor(pipeline, () => api.entity(pipeline));
    const body = { pipeline, token: randomUUID() };
    return (await api.post(`${training}/runs`, body)).run;
  };
  const show = run => api.get(`${training}/runs/${run}`);
  const settled = run =>
    waitFor(
      `end of ${run}`,
      async () => ENDED.includes((await show(run)).state),
      {
        seconds: 300,
      },
    );

  const steps = await submit('chain');
  await page.goto(`${portal.url}/training/runs/${steps}/steps`);
  await page.locator('[data-step]').first().waitFor();
  await watchFrames(page, '[data-step][data-tone=success]', 'step');
  await settled(steps);
  await page
    .locator(`[data-step=step-${STEPS - 1}][data-tone=success]`)
    .waitFor();
  const seen = await seenIn(page);
  const { stepViews } = await show(steps);
  const lags = stepViews
    .filter(({ name }) => seen[name] !== undefined)
    .map(({ name, endedAt }) => seen[name] - Date.parse(endedAt));
  line('a step ends, the page shows it', lags, BARS.step);

  const ticking = await submit('ticking');
  await page.goto(`${portal.url}/training/runs/${ticking}/logs`);
  await page.getByRole('log', { name: 'Log' }).waitFor({ timeout: 60_000 });
  await watchFrames(page, '[role=log][aria-label=Log]', 'lines');
  await settled(ticking);
  const lines = Object.entries(await seenIn(page)).map(
    ([written, shown]) => shown - Number(written),
  );
  line('a line is written, the page shows it', lines, BARS.line);

  const large = await submit('large');
  await settled(large);
  await page.goto(`${portal.url}/training/runs/${large}`);
  await page.getByRole('tab', { name: 'Logs' }).waitFor();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) {
        window.longest = Math.max(window.longest, duration);
      }
    }).observe({ type: 'longtask', buffered: false });
  });
  const before = memory(portal.pid);
  const opened = await peakWhile(portal.pid, async () => {
    const began = performance.now();
    await page.getByRole('tab', { name: 'Logs' }).click();
    await page
      .getByRole('log', { name: 'Log' })
      .getByText('a line of a log')
      .first()
      .waitFor();
    return performance.now() - began;
  });
  await page.waitForTimeout(1000);
  const longest = await page.evaluate(() => window.longest);
  const saved = await peakWhile(portal.pid, async () => {
    const download = page.waitForEvent('download', { timeout: 120_000 });
    await page.getByRole('button', { name: 'Download write' }).click();
    const file = await (await download).path();
    return fs.statSync(file).size;
  });
  const megabytes = value => `${value.toFixed(0)} MB`;
  console.log(
    `a log of ${(LOG_BYTES / 1e6).toFixed(0)} MB: first lines after ${opened.result.toFixed(0)} ms, longest block of the page ${longest.toFixed(0)} ms`,
  );
  console.log(
    `memory of the portal: ${megabytes(before)} before, ${megabytes(opened.peak)} at most while it was opened, ${megabytes(saved.peak)} while ${(saved.result / 1e6).toFixed(0)} MB were downloaded, ${megabytes(memory(portal.pid))} after`,
  );
}

console.log(machine());
await inTemporaryFolder('trainyard-page-lag-', async folder => {
  const pipelines = path.join(folder, 'pipelines');
  layOut(pipelines);
  const log = path.join(folder, 'portal.log');
  const file = target => ({ type: 'file', target });
  const portal = await startPortal({
    log: fs.openSync(log, 'w'),
    level: 'warn',
    data: path.join(folder, 'data'),
    port: 7307,
    settings: {
      'catalog.locations': [
        {
          ...file(path.join(root, 'examples/catalog/organisation.yaml')),
          rules: [{ allow: ['Group', 'User', 'System', 'Domain'] }],
        },
        file(path.join(pipelines, 'catalog-info.yaml')),
      ],
      'mlTraining.sources.allowedFolders': [pipelines],
    },
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    await portal.ready;
    const page = await browser.newPage();
    await page.goto(portal.url);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('link', { name: 'Training' }).waitFor();
    await measure(portal, page);
  } finally {
    await browser.close();
    await portal.end();
  }
});
