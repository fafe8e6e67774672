// The list of 100,000 runs with 10 metrics and 10 parameters each, on SQLite and on Postgres: every
// filter and sort, expressions, deep pages; creating a run; a batch of 1,000 metric points.
import { build } from 'esbuild';
import createKnex from 'knex';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { FIELDS, fillRuns } from './manyRuns.mjs';
import { inTemporaryFolder, machine, root } from './measure.mjs';

const RUNS = Number(process.env.RUNS ?? 100_000);
const ROUNDS = Number(process.env.ROUNDS ?? 20);
const BARS = { list: 200, create: 3, batch: 10 };

/** What is measured is TypeScript of the service; what it takes from the registry stays outside. */
async function service(folder) {
  const outfile = path.join(folder, 'service.cjs');
  await build({
    stdin: {
      contents: `
        export { openDatabase } from './database/openDatabase';
        export { databaseRunStore } from './runs/databaseRunStore';
        export { startThrowawayPostgres } from './testing/postgres/throwawayPostgres';
        export { newRun } from './testing/newRuns';`,
      resolveDir: path.join(root, 'plugins/ml-training-backend/src'),
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['@backstage/*', 'knex', 'pg'],
    logLevel: 'warning',
  });
  return createRequire(import.meta.url)(outfile);
}

/** What is asked of the list, by what it shows. */
function questions(deep) {
  const all = { rows: 'all' };
  const few = {
    rows: 'some',
    where: { owners: ['group:default/team-3', 'group:default/team-11'] },
  };
  const sorts = [
    ...['submitted', 'started', 'ended', 'duration', 'state', 'pipeline'],
    ...['owner', 'engine', 'trigger', 'headline', 'gates'],
    ...['metrics.m1', 'params.p1', 'params.p2'],
  ];
  const filters = {
    state: { state: ['failed', 'lost'] },
    pipeline: { pipeline: ['component:default/pipeline-7'] },
    owner: { owner: ['group:default/team-3'] },
    namespace: { namespace: ['namespace-2'] },
    model: { model: ['model-9'] },
    dataset: { dataset: ['dataset-9'] },
    engine: { engine: ['argo'] },
    purpose: { purpose: ['trial'] },
    trigger: { trigger: ['drift'] },
    dates: { from: '2025-07-01', to: '2025-07-08' },
    'nothing that exists': { owner: ['group:default/nobody'] },
    'six filters': {
      ...{ state: ['succeeded'], engine: ['argo'], purpose: ['train'] },
      ...{
        trigger: ['person'],
        namespace: ['namespace-1'],
        from: '2025-07-01',
      },
    },
  };
  const expressions = {
    'most runs': 'metrics.m0 > 0.05 and params.p0 >= 50',
    'a third': 'metrics.m0 > 0.4 and params.p0 >= 400',
    'one in 30': 'metrics.m0 > 0.8 and params.p0 >= 800',
    'one in 100, by three that many meet':
      'metrics.m0 > 0.78 and metrics.m1 > 0.78 and params.p0 > 780',
    '100 runs': 'metrics.m0 > 0.999',
    'no run': 'metrics.m0 > 2',
    'one of three, few':
      'metrics.m0 > 0.999 or params.p0 < 1 or metrics.m1 > 0.999',
    'one of three, many':
      'metrics.m0 > 0.5 or params.p0 < 500 or metrics.m1 > 0.5',
    'not, few': 'not (metrics.m0 < 0.98) and not params.p0 < 500',
    'a text': "params.p2 = 'value-3' and metrics.m0 > 0.5",
    missing: 'metrics.m0 is missing and params.p0 is present',
  };
  return [
    ...sorts.flatMap(sort =>
      ['asc', 'desc'].map(order => [
        `sort ${sort} ${order}`,
        { sort, order },
        all,
      ]),
    ),
    ...Object.entries(filters).flatMap(([name, filter]) => [
      [`filter ${name}`, filter, all],
      [`filter ${name}, sort duration`, { ...filter, sort: 'duration' }, all],
      [
        `filter ${name}, sort metrics.m1`,
        { ...filter, sort: 'metrics.m1' },
        all,
      ],
    ]),
    ...Object.entries(expressions).flatMap(([name, where]) => [
      [`expression: ${name}`, { where }, all],
      [`expression: ${name}, sort duration`, { where, sort: 'duration' }, all],
      [
        `expression: ${name}, sort metrics.m0 asc`,
        { where, sort: 'metrics.m0', order: 'asc' },
        all,
      ],
      [
        `expression: ${name}, sort metrics.m1`,
        { where, sort: 'metrics.m1' },
        all,
      ],
      [
        `expression: ${name}, of one owner`,
        { where, owner: ['group:default/team-3'] },
        all,
      ],
      [`expression: ${name}, two owners visible`, { where }, few],
    ]),
    ...sorts.map(sort => [`two owners visible, sort ${sort}`, { sort }, few]),
    [
      'columns',
      { column: ['metrics.m1', 'params.p1', 'params.p2'], limit: 200 },
      all,
    ],
    ...deep,
  ];
}

/** Pages that lie a third of the way down. */
async function deepPages(store) {
  const lists = [
    {},
    { sort: 'duration' },
    { sort: 'metrics.m1' },
    { where: 'metrics.m0 > 0.4 and params.p0 >= 400', sort: 'metrics.m1' },
  ];
  return Promise.all(
    lists.map(async query => {
      const { next } = await store.list(
        { ...query, limit: Math.floor(RUNS * 0.3) },
        { rows: 'all' },
      );
      const what = [query.where && 'an expression', query.sort ?? 'submitted'];
      return [
        `deep page of ${what.filter(Boolean).join(', ')}`,
        { ...query, cursor: next },
        { rows: 'all' },
      ];
    }),
  );
}

async function milliseconds(rounds, work) {
  const took = [];
  for (let i = 0; i < rounds; i++) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = share =>
    took[Math.min(took.length - 1, Math.floor(took.length * share))];
  return { p50: at(0.5), p95: at(0.95) };
}

function line(name, { p50, p95 }, bar, ofBar) {
  const figure = value => value.toFixed(1).padStart(8);
  console.log(
    `${name.padEnd(66)}${figure(p50)}${figure(p95)}   ${(ofBar / bar).toFixed(2)}`,
  );
}

async function measure(name, knex, { databaseRunStore, newRun, openDatabase }) {
  await openDatabase({ getClient: async () => knex });
  const began = performance.now();
  await fillRuns(knex, RUNS);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`\n${name}: ${RUNS} runs, made in ${seconds} s\n`);
  console.log(`${''.padEnd(66)} p50 ms  p95 ms   of the bar`);
  const store = databaseRunStore(knex);
  const figures = [];
  for (const [what, query, visible] of questions(await deepPages(store))) {
    const figure = await milliseconds(ROUNDS, () => store.list(query, visible));
    figures.push(figure);
    line(what, figure, BARS.list, figure.p95);
  }
  line(
    'the slowest of these lists',
    {
      p50: Math.max(...figures.map(it => it.p50)),
      p95: Math.max(...figures.map(it => it.p95)),
    },
    BARS.list,
    Math.max(...figures.map(it => it.p95)),
  );
  const params = Object.fromEntries(
    Array.from({ length: FIELDS }, (_, i) => [`p${i}`, i]),
  );
  const created = await milliseconds(300, i =>
    store.create(newRun({ run: `new-run-${i}`, params })),
  );
  line('creating a run with 10 parameters', created, BARS.create, created.p50);
  const added = await milliseconds(50, i =>
    store.addPoints(
      'new-run-0',
      Array.from({ length: 1000 }, (_, step) => ({
        name: 'loss',
        value: 1 / step,
        step: i * 1000 + step + 1,
      })),
    ),
  );
  line('a batch of 1,000 metric points', added, BARS.batch, added.p50);
}

// Below the repository, where what stays outside of the bundle is found.
const cache = path.join(root, 'node_modules/.cache');
fs.mkdirSync(cache, { recursive: true });
const bundle = fs.mkdtempSync(path.join(cache, 'trainyard-bench-'));
try {
  const parts = await service(bundle);
  console.log(machine());
  console.log(
    'Bars: a list 200 ms at p95, creating 3 ms at p50, a batch 10 ms at p50.',
  );
  await inTemporaryFolder('trainyard-runs-list-', async folder => {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: path.join(folder, 'ml-training.sqlite'),
      useNullAsDefault: true,
    });
    await measure('SQLite', knex, parts).finally(() => knex.destroy());
  });
  // As it comes: what is written is on the disk.
  const postgres = await parts.startThrowawayPostgres([]);
  if (postgres) {
    const knex = createKnex({ client: 'pg', connection: postgres.url });
    await measure('Postgres', knex, parts)
      .finally(() => knex.destroy())
      .finally(() => postgres.stop());
  } else {
    console.log('Postgres: not measured, there are no binaries on PATH');
  }
} finally {
  fs.rmSync(bundle, { recursive: true });
}
