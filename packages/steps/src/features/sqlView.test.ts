import { bundleSandbox } from '../testing/sandboxBundle';
import { StepHarness } from '../testing/stepHarness';
import { buildFeatures } from './buildFeatures';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

/**
 * Flights with everything that careless SQL could look at: they are in the air for
 * an hour, and reported a quarter of an hour after landing.
 */
const OUTCOMES = `SELECT i AS row, 'JFK' AS origin, i % 2 = 0 AS late, departed_at,
    departed_at + INTERVAL 60 MINUTE AS landed_at, departed_at + INTERVAL 75 MINUTE AS known_at
  FROM (SELECT i, TIMESTAMP '2001-04-01 12:00' + to_minutes(i * 10) AS departed_at FROM range(30) t(i))`;

const EXAMPLES = `SELECT '[' || row || ']' AS example_id, departed_at AS prediction_time, row, origin FROM (${OUTCOMES}) WHERE row >= 20`;

/** A share of late flights, of those that a careless or a careful condition finds. */
const shareWhere = (condition: string) =>
  `SELECT e.example_id, avg(o.late::INT) AS share, max(o.landed_at) AS event_time, max(o.known_at) AS available_at
     FROM examples e LEFT JOIN outcomes o ON o.origin = e.origin AND ${condition}
    GROUP BY e.example_id`;

describe('a feature view of SQL', () => {
  let bundle: Awaited<ReturnType<typeof bundleSandbox>>;
  let harness: StepHarness;

  beforeAll(async () => {
    bundle = await bundleSandbox();
  });
  afterAll(() => bundle.remove());
  beforeEach(async () => {
    harness = await StepHarness.make();
    await harness.table('tables', 'outcomes.parquet', OUTCOMES);
    await harness.file(
      'tables',
      'tables.json',
      JSON.stringify({
        schema_version: 1,
        tables: {
          outcomes: {
            key: ['row'],
            event_time: 'landed_at',
            available_at: 'known_at',
          },
        },
      }),
    );
    await harness.table('examples', 'examples.parquet', EXAMPLES);
  });
  afterEach(() => harness.remove());

  const runAll = (selects: Readonly<Record<string, string>>) =>
    harness.run(
      buildFeatures(bundle.command),
      {
        views: Object.entries(selects).map(([name, sql]) => ({
          kind: 'sql',
          name,
          sql,
          columns: [{ name: 'share', type: 'double' }],
        })),
      },
      ['features'],
    );
  const run = (sql: string) => runAll({ own: sql });

  /** How many of the ten examples have a feature that knew the future, by the times that were kept. */
  async function fromTheFuture(view: string): Promise<number> {
    const times = await harness.rows('features', 'times.parquet');
    const byId = new Map(times.map(row => [row.example_id, row]));
    return Array.from({ length: 10 }, (_, index) => 20 + index).filter(row => {
      const asked = new Date(Date.UTC(2001, 3, 1, 12, row * 10));
      const available = String(byId.get(`[${row}]`)?.[`${view}.available_at`]);
      return new Date(`${available.replace(' ', 'T')}Z`) > asked;
    }).length;
  }

  it('yields a row for each example, also where the SELECT finds nothing', async () => {
    await run(
      `${shareWhere('o.known_at <= e.prediction_time')} HAVING e.example_id <> '[25]'`,
    );
    const features = await harness.rows('features', 'features.parquet');
    expect(features).toHaveLength(10);
    expect(features[5]).toEqual({ example_id: '[25]', own_share: null });
    expect((await harness.rows('features', 'times.parquet'))[0]).toEqual({
      example_id: '[20]',
      'own.event_time': '2001-04-01 15:00:00',
      'own.available_at': '2001-04-01 15:15:00',
    });
  });

  it('shows which SELECT knows the future, for every example that does', async () => {
    const within = 'o.departed_at >= e.prediction_time - INTERVAL 3 HOUR';
    const careless = {
      in_the_air: `o.departed_at < e.prediction_time AND ${within}`,
      the_row_itself: `o.departed_at <= e.prediction_time AND ${within}`,
      the_whole_day: 'o.departed_at::DATE = e.prediction_time::DATE',
      not_yet_reported: 'o.landed_at < e.prediction_time',
      clocks_of_two_zones: 'o.known_at - INTERVAL 3 HOUR <= e.prediction_time',
    };
    const careful =
      'o.landed_at < e.prediction_time AND o.known_at <= e.prediction_time';
    const conditions = { ...careless, careful };
    await runAll(
      Object.fromEntries(
        Object.entries(conditions).map(([name, condition]) => [
          name,
          shareWhere(condition),
        ]),
      ),
    );
    const counts: Record<string, number> = {};
    for (const name of Object.keys(conditions)) {
      counts[name] = await fromTheFuture(name);
    }
    expect(counts).toEqual({
      in_the_air: 10,
      the_row_itself: 10,
      the_whole_day: 10,
      not_yet_reported: 10,
      clocks_of_two_zones: 10,
      careful: 0,
    });
  });

  it.each([
    [
      'no times',
      `SELECT example_id, 0.5 AS share FROM examples`,
      'event_time that comes from a table of facts',
    ],
    [
      'the time of the prediction for that of the facts',
      shareWhere('true').replace('max(o.known_at)', 'max(e.prediction_time)'),
      'the SQL of own:1:85 expected available_at that comes from outcomes.known_at, found e.prediction_time. Write max(outcomes.known_at) AS available_at.',
    ],
    ['the clock', shareWhere('o.known_at <= now()'), 'found now()'],
    [
      'a source that is no table',
      `SELECT * FROM flights`,
      'found table flights. Read what the pipeline declares: examples, outcomes.',
    ],
    [
      'several rows of an example',
      `SELECT e.example_id, o.late::INT AS share, o.landed_at AS event_time, o.known_at AS available_at FROM examples e JOIN outcomes o USING (origin)`,
      'feature view own: the SELECT returns 290 rows more than one an example, such as of [20]. GROUP BY example_id.',
    ],
    [
      'rows of no example',
      shareWhere('true').replace(
        'e.example_id, avg',
        `e.example_id || 'x' AS example_id, avg`,
      ),
      'feature view own: the SELECT returns 10 rows of no example, such as of [20]x.',
    ],
    [
      'a number for example_id',
      `SELECT 1 AS example_id, share, event_time, available_at FROM (${shareWhere('true')})`,
      'feature view own: the SELECT is to return example_id of the examples.',
    ],
    [
      'a column that was not declared',
      shareWhere('true').replace('AS share', 'AS part'),
      'feature view own: the SELECT has no column share. Found example_id, part, event_time, available_at.',
    ],
  ])('refuses SQL that returns or reads %s', async (_, sql, message) => {
    await expect(run(sql)).rejects.toThrow(message);
  });
});
