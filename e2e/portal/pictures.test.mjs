// Pictures of every page and tab, narrow and wide, light and dark, into .screenshots/ for a person
// to look at; what a machine can say of them is asserted: they show what they are for, nothing
// scrolls sideways, nothing is written to the console.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openPage, sidewaysOf } from './browser.mjs';
import { ended, flightRun, startRun, url } from './portal.mjs';

const FOLDER = fileURLToPath(new URL('.screenshots', import.meta.url));
const TABS = [
  'summary',
  'steps',
  'metrics',
  'gates',
  'data',
  'artifacts',
  'logs',
  'specification',
];

/** Every page by the name of its picture, with a text that is there when it has loaded. */
async function pages() {
  const started = await Promise.all(
    ['counting', 'counting', 'blocking', 'failing'].map(startRun),
  );
  const flight = await flightRun();
  await ended(flight, 180);
  await Promise.all(started.map(run => ended(run)));
  // It talks for a minute: last to be started, first to be looked at.
  const running = await startRun('talking');
  // A list shows what follows the pipeline's name.
  const inLists = flight.split('-').at(-1);
  const [one, other, blocked, failed] = started;
  return [
    ['run-running', `/training/runs/${running}/steps`, 'Running'],
    ['run-running-logs', `/training/runs/${running}/logs`, /^line \d+$/],
    ['overview', '/training/overview', 'What needs me now?'],
    ['overview-all', '/training/overview?scope=all', 'Pipelines'],
    ['runs', '/training/runs', inLists],
    [
      'runs-filtered',
      `/training/runs?where=${encodeURIComponent('metrics.test.calibrated.auc > 0.7')}`,
      inLists,
    ],
    ['runs-none', '/training/runs?owner=group:default/nobody', 'No run fits'],
    ...TABS.map(tab => [
      `run-${tab}`,
      `/training/runs/${flight}/${tab}`,
      flight,
    ]),
    ['run-blocked', `/training/runs/${blocked}`, 'Blocked'],
    ['run-failed', `/training/runs/${failed}`, 'Failed'],
    ['compare-same', `/training/runs/compare?run=${one}&run=${other}`, one],
    ['compare', `/training/runs/compare?run=${flight}&run=${other}`, flight],
    ['pipelines', '/training/pipelines', 'Flight delay'],
    ['pipeline', '/training/pipelines/default/flight-delay', 'Run now'],
    [
      'pipeline-specification',
      '/training/pipelines/default/mistaken?tab=specification',
      'It cannot be run',
    ],
    ['models', '/training/models', 'flight'],
    ['model', '/training/models/default/flight_delay', 'Version'],
    ['datasets', '/training/datasets', 'flight_delay_dataset'],
    ['dataset', '/training/datasets/default/flight_delay_dataset', 'Version'],
    ['catalog', '/catalog?filters[kind]=component', 'Flight delay'],
    [
      'entity-pipeline',
      '/catalog/default/component/flight-delay',
      'Flight delay',
    ],
    ['home', '/', 'Trainyard'],
  ];
}

const SIZES = [
  [1280, 800],
  [1920, 1080],
];
/** Nobody looks at more of a page, and a browser takes long over it. */
const TALLEST = 3000;

test('every page and tab shows what it is for', async t => {
  const page = await openPage(t);
  const wrongs = [];
  for (const [name, path, text] of await pages()) {
    const [width, height] = SIZES[0];
    await page.setViewportSize({ width, height });
    await page.goto(`${url}${path}`);
    const shown = page.getByText(text).filter({ visible: true }).first();
    await shown.waitFor().catch(() => wrongs.push(`${name}: no "${text}"`));
    for (const [wide, high] of SIZES) {
      await page.setViewportSize({ width: wide, height: high });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await take(page, `${FOLDER}/${wide}-${colorScheme}/${name}.png`);
      }
      if (!(await fits(page))) {
        wrongs.push(`${name} scrolls sideways at ${wide}`);
      }
    }
  }
  assert.deepEqual(wrongs, []);
});

/** A page that was just made narrower may take a moment to follow. */
async function fits(page) {
  for (let look = 0; look < 20; look++) {
    if ((await sidewaysOf(page)) <= 0) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

async function take(page, file) {
  const { width, height } = await page.evaluate(() => {
    const { clientWidth, scrollHeight } = document.documentElement;
    return { width: clientWidth, height: scrollHeight };
  });
  await page.screenshot({
    path: file,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
  });
}

/** Nothing is being fetched or drawn in the shape of a skeleton any more. */
async function settled(page) {
  await page.waitForFunction(
    () =>
      document.querySelectorAll('[aria-busy=true], .bui-Skeleton').length === 0,
  );
  // Colours fade over.
  await page.waitForTimeout(250);
}
