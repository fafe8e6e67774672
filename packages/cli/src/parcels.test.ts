import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTree, openFileSystemStore } from '@trainyard/artifacts';
import { literal, Session } from '@trainyard/steps';
import type { RunAnswer } from './runAnswer';
import { bundled } from './testing/bundledCli';
import { parcels } from './testing/parcels';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

describe('a pipeline of the default graph', () => {
  let sandbox: Awaited<ReturnType<typeof bundled>>;
  let pipeline: PipelineFolder;

  beforeAll(async () => {
    sandbox = await bundled('sandboxProgram.ts');
  }, 60_000);
  afterAll(() => sandbox.remove());
  afterEach(() => pipeline.remove());

  const lay = async (more: Record<string, string> = {}) => {
    pipeline = await pipelineFolder(parcels(more), {}, [
      process.execPath,
      sandbox.file,
    ]);
    return pipeline;
  };
  const files = parcels();
  const changed = (path: string, from: string, to: string) => {
    if (!files[path].includes(from)) throw new Error(`${path} has no ${from}`);
    return { [path]: files[path].replace(from, to) };
  };
  const stepOf = (answer: RunAnswer, id: string) => {
    const step = answer.steps.find(it => it.id === id);
    if (!step) throw new Error(`no step ${id}`);
    return step;
  };

  it('goes from data to a registered candidate, reuses all of it, and gives equal digests on another store', async () => {
    await lay();
    const first = await pipeline.run();
    expect(first).toMatchObject({
      code: 0,
      status: 'succeeded',
      model: { name: 'parcel_delay', stage: 'candidate' },
      metrics: {
        'test.calibrated.auc': expect.any(Number),
        'train-model.bins': 10,
      },
    });
    expect(first.model?.version).toMatch(/^local-[0-9a-f]+$/);

    const again = await pipeline.run();
    expect(new Set(again.steps.map(({ status }) => status))).toEqual(
      new Set(['reused']),
    );
    expect(again.model).toEqual(first.model);

    const other = await pipeline.run('--store', join(pipeline.folder, 'other'));
    expect(other.steps.map(({ outputs }) => outputs)).toEqual(
      first.steps.map(({ outputs }) => outputs),
    );
    const { code, out } = await pipeline.call(
      'reproduce',
      first.runId,
      '--json',
    );
    expect([code, JSON.parse(out).verdict]).toEqual([0, 'identical']);
  }, 120_000);

  it('gives each example the last tariff that had begun and was known', async () => {
    await lay();
    const run = await pipeline.run();
    const store = await openFileSystemStore(
      join(pipeline.folder, '.trainyard'),
    );
    const table = async (step: string, output: string, file: string) => {
      const folder = join(pipeline.folder, `${step}-${output}`);
      await fetchTree(store, stepOf(run, step).outputs[output], folder);
      return join(folder, file);
    };
    const examples = await table(
      'build-tables',
      'examples',
      'examples.parquet',
    );
    const features = await table(
      'build-features',
      'features',
      'features.parquet',
    );
    const session = await Session.open({ threads: 1, scratch: tmpdir() });
    const rows = await session.rows(
      `SELECT e.depot, epoch_ms(e.prediction_time)::DOUBLE AS at, f.tariff_price::DOUBLE AS price
         FROM read_parquet(${literal(examples)}) e JOIN read_parquet(${literal(features)}) f USING (example_id)`,
    );
    session.close();
    const tariffs = files['data/tariffs.csv']
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
      .map(([depot, price, began, known]) => ({
        depot,
        price: Number(price),
        began: Date.parse(`${began}Z`),
        known: Date.parse(`${known}Z`),
      }));
    expect(rows.length).toBeGreaterThan(1000);
    for (const { depot, at, price } of rows) {
      const known = tariffs
        .filter(it => it.depot === depot)
        .filter(it => it.began <= Number(at) && it.known <= Number(at))
        .sort((a, b) => b.began - a.began);
      expect(price).toBe(known[0]?.price ?? null);
    }
  }, 60_000);

  it('writes the report whatever the verdict, and registers what a gate blocked as blocked', async () => {
    await lay(changed('pipeline.yaml', 'auc >= 0.6', 'auc >= 0.99'));
    const run = await pipeline.run();
    expect([run.code, run.status, run.model?.stage]).toEqual([
      10,
      'blocked',
      'blocked',
    ]);
    expect(stepOf(run, 'publish-report').status).toBe('succeeded');
    const again = await pipeline.run();
    expect([again.code, stepOf(again, 'run-validation-gates').status]).toEqual([
      10,
      'blocked',
    ]);
  }, 60_000);

  it('spends nothing on training when a check blocks, but reports', async () => {
    await lay(changed('pipeline.yaml', '>= 500', '>= 500000'));
    const run = await pipeline.run();
    expect(run.code).toBe(10);
    expect(
      Object.fromEntries(run.steps.map(({ id, status }) => [id, status])),
    ).toMatchObject({
      'check-dataset': 'blocked',
      'train-model': 'skipped',
      'publish-report': 'succeeded',
      'register-model': 'skipped',
    });
    expect(run.model).toBeNull();
  }, 60_000);

  it('says in words what one changed row did', async () => {
    await lay();
    const before = await pipeline.run();
    const rows = files['data/parcels.csv'].split('\n');
    // An example of the training window, made heavier.
    const index = rows.findIndex(row => row.includes('2026-04-20'));
    const cells = rows[index].split(',');
    cells[2] = '19.99';
    await pipeline.write({
      'data/parcels.csv': rows.with(index, cells.join(',')).join('\n'),
    });
    const after = await pipeline.run();
    const { out } = await pipeline.call('diff', before.runId, after.runId);
    expect(out).toMatch(/source parcels/i);
    expect(out).toMatch(/parcel_delay/);
    expect(out).toMatch(/brier|logloss|auc|ece/);
    const nothing = await pipeline.call('diff', before.runId, before.runId);
    expect(nothing.out).toMatch(/nothing differs/i);
  }, 60_000);

  it('registers nothing of a scorer that leaves NaN', async () => {
    await lay(
      changed(
        'code/score.cjs',
        'AS DOUBLE) AS late_v1',
        `AS DOUBLE) + CASE WHEN example_id LIKE '%7]' THEN 'nan'::DOUBLE ELSE 0 END AS late_v1`,
      ),
    );
    const run = await pipeline.run();
    expect([run.code, stepOf(run, 'score-model').status, run.model]).toEqual([
      1,
      'failed',
      null,
    ]);
  }, 60_000);

  it.each([
    [
      'misses ids',
      "/examples/*.parquet') TO",
      "/examples/*.parquet' WHERE example_id NOT LIKE '%7]') TO",
    ],
    [
      'repeats ids',
      "/examples/*.parquet') TO",
      "/examples/*.parquet' UNION ALL SELECT example_id, 0.5 FROM '\" + TRAINYARD_IN + \"/examples/test.parquet') TO",
    ],
  ])(
    'names what is wrong with a scorer that %s',
    async (_, from, to) => {
      await lay(changed('code/score.cjs', from, to));
      await pipeline.call('pin', 'pipeline.yaml');
      const { code, err } = await pipeline.call('run', 'pipeline.yaml');
      expect(code).toBe(1);
      expect(err).toMatch(/score-model\s+failed/);
      expect(err).toMatch(/example_id|predictions/);
      expect(err).not.toMatch(/\n\s+at /);
    },
    60_000,
  );

  it.each([
    [
      'the clock',
      'SELECT parcel_id, depot, kg, sent_at FROM parcels',
      'SELECT parcel_id, depot, kg, now() AS sent_at FROM parcels',
    ],
    [
      'a file',
      'SELECT parcel_id, depot, kg, sent_at FROM parcels',
      "SELECT * FROM read_csv('/etc/passwd')",
    ],
    [
      'more than a SELECT',
      'SELECT parcel_id, depot, kg, sent_at FROM parcels',
      'DROP TABLE parcels',
    ],
  ])(
    'refuses SQL that asks for %s',
    async (_, from, to) => {
      await lay(changed('pipeline.yaml', from, JSON.stringify(to)));
      await pipeline.call('pin', 'pipeline.yaml');
      const { code, err } = await pipeline.call('run', 'pipeline.yaml');
      expect(code).not.toBe(0);
      expect(err).toMatch(/sent/);
      expect(err).not.toMatch(/\n\s+at /);
    },
    60_000,
  );

  it('names refused SQL when validating, by its place and its own line', async () => {
    await lay({
      ...changed(
        'pipeline.yaml',
        'sql: SELECT parcel_id, depot, kg, sent_at FROM parcels',
        'sql: {file: sql/sent.sql}',
      ),
      'sql/sent.sql':
        'SELECT parcel_id, depot, kg,\n       now() AS sent_at\nFROM parcels\n',
    });
    await pipeline.call('pin', 'pipeline.yaml');
    const { code, err } = await pipeline.call('validate', 'pipeline.yaml');
    expect(code).toBe(2);
    expect(err).toMatch(
      /pipeline\.yaml:\d+:\d+ tables\.sent\.sql: .* now\(\) in line 2 of the SQL/,
    );
  });

  it('stops feature SQL that knows an outcome before it was reported', async () => {
    await lay(
      changed(
        'pipeline.yaml',
        '    tariff: {kind: as_of',
        `    leaky:
      kind: sql
      columns: {share: double}
      sql: |
        SELECT e.example_id, avg(d.late) AS share,
               max(d.delivered_at) AS event_time, max(d.reported_at) AS available_at
        FROM examples e JOIN delivered d ON d.depot = e.depot
          AND d.delivered_at >= e.prediction_time - INTERVAL 1 DAY
          AND d.delivered_at < e.prediction_time
        GROUP BY e.example_id
    tariff: {kind: as_of`,
      ),
    );
    const run = await pipeline.run();
    expect([run.code, stepOf(run, 'check-dataset').status]).toEqual([
      10,
      'blocked',
    ]);
    const { out } = await pipeline.call('show', run.runId);
    expect(out).toMatch(/future_feature/);
  }, 60_000);

  it('keeps the reports where a person finds them', async () => {
    await lay();
    await pipeline.call('pin', 'pipeline.yaml');
    const { out } = await pipeline.call(
      'run',
      'pipeline.yaml',
      '--run-id',
      'r',
    );
    const reports = join(pipeline.folder, '.trainyard/reports/r');
    expect(out).toContain(join(reports, 'report.html'));
    expect((await readdir(reports)).sort()).toEqual([
      'report.html',
      'report.md',
    ]);
    const html = await readFile(join(reports, 'report.html'), 'utf8');
    expect(html).not.toMatch(/(src|href)="https?:/);
  }, 60_000);
});
