import { tmpdir } from 'node:os';
import { Session } from '../duckdb/session';
import { judgeTimes } from './judgeTimes';
import { parseSelect } from './tree';

const FACTS = {
  outcomes: { event_time: 'landed_at', available_at: 'known_at' },
  weather: { event_time: 'measured_at', available_at: 'published_at' },
};

describe('judgeTimes', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ threads: 1, scratch: tmpdir() });
  });
  afterAll(() => session.close());

  async function problemsOf(sql: string) {
    const parsed = await parseSelect(session, sql);
    if (parsed.outcome === 'refused') throw new Error(JSON.stringify(parsed));
    return judgeTimes(sql, parsed.select.node, FACTS);
  }

  const JOINED = `FROM examples e LEFT JOIN outcomes o ON o.origin = e.origin AND o.known_at <= e.prediction_time`;

  it.each([
    [
      'maxima',
      `SELECT e.example_id, avg(o.late) AS share, max(o.landed_at) AS event_time, max(o.known_at) AS available_at ${JOINED} GROUP BY ALL`,
    ],
    [
      'the columns of one fact',
      `SELECT e.example_id, o.late, o.landed_at AS event_time, o.known_at AS available_at FROM examples e ASOF JOIN outcomes o ON o.origin = e.origin AND e.prediction_time >= o.known_at`,
    ],
    [
      'columns without their table',
      `SELECT example_id, max(landed_at) AS event_time, max(known_at) AS available_at ${JOINED} GROUP BY ALL`,
    ],
    [
      'names in another case',
      `SELECT example_id, MAX(LANDED_AT) AS Event_Time, Max(O.Known_At) AS Available_At FROM examples JOIN OUTCOMES o USING (origin) GROUP BY ALL`,
    ],
    [
      'casts and coalesce',
      `SELECT e.example_id, coalesce(max(o.landed_at), e.prediction_time) AS event_time, max(o.known_at)::TIMESTAMP AS available_at ${JOINED} GROUP BY ALL`,
    ],
    [
      'a common table expression',
      `WITH j AS (SELECT e.example_id, o.* ${JOINED}) SELECT example_id, max(landed_at) AS event_time, max(known_at) AS available_at FROM j GROUP BY ALL`,
    ],
    [
      'renamed columns of a subquery',
      `SELECT example_id, max(l) AS event_time, max(k) AS available_at FROM (SELECT e.example_id, o.landed_at AS l, o.known_at AS k ${JOINED}) GROUP BY ALL`,
    ],
    [
      'columns renamed beside the subquery',
      `SELECT i AS example_id, l AS event_time, k AS available_at FROM (SELECT e.example_id, o.landed_at, o.known_at ${JOINED}) t(i, l, k)`,
    ],
    [
      'names of the same SELECT',
      `SELECT e.example_id, max(o.landed_at) AS l, max(o.known_at) AS k, l AS event_time, k AS available_at ${JOINED} GROUP BY ALL`,
    ],
    [
      'all columns',
      `SELECT * FROM (SELECT e.example_id, max(o.landed_at) AS event_time, max(o.known_at) AS available_at ${JOINED} GROUP BY ALL)`,
    ],
    [
      'subqueries as values',
      `SELECT example_id, (SELECT max(landed_at) FROM outcomes o WHERE o.origin = e.origin) AS event_time, (SELECT max(known_at) FROM outcomes o WHERE o.origin = e.origin) AS available_at FROM examples e`,
    ],
    [
      'lateral joins',
      `SELECT e.example_id, l.a AS event_time, l.b AS available_at FROM examples e, LATERAL (SELECT max(landed_at) AS a, max(known_at) AS b FROM outcomes o WHERE o.origin = e.origin) l`,
    ],
    [
      'windows',
      `SELECT DISTINCT e.example_id, max(o.landed_at) OVER (PARTITION BY e.example_id) AS event_time, max(o.known_at) OVER (PARTITION BY e.example_id) AS available_at ${JOINED}`,
    ],
    [
      'unions',
      `SELECT example_id, landed_at AS event_time, known_at AS available_at FROM outcomes UNION ALL SELECT example_id, measured_at, published_at FROM weather`,
    ],
    [
      'several tables',
      `SELECT e.example_id, greatest(max(o.landed_at), max(w.measured_at)) AS event_time, greatest(max(o.known_at), max(w.published_at)) AS available_at FROM examples e LEFT JOIN outcomes o USING (origin) LEFT JOIN weather w USING (origin) GROUP BY ALL`,
    ],
    [
      'a column that another relation has too',
      `SELECT e.example_id, max(landed_at) AS event_time, max(known_at) AS available_at FROM (SELECT * FROM examples) e JOIN outcomes o ON o.origin = e.origin GROUP BY ALL`,
    ],
    [
      'a recursion',
      `WITH RECURSIVE r AS (SELECT example_id, landed_at, known_at FROM outcomes UNION ALL SELECT example_id, landed_at, known_at FROM r WHERE false) SELECT example_id, landed_at AS event_time, known_at AS available_at FROM r`,
    ],
  ])('believes times that come from facts: %s', async (_, sql) => {
    expect(await problemsOf(sql)).toEqual([]);
  });

  const withAvailable = (available: string) =>
    `SELECT e.example_id, max(o.landed_at) AS event_time, ${available} AS available_at\n${JOINED} GROUP BY ALL`;

  it.each([
    [
      'the time of the prediction',
      withAvailable('e.prediction_time'),
      'e.prediction_time',
    ],
    [
      'the same, through max()',
      withAvailable('max(e.prediction_time)'),
      'e.prediction_time',
    ],
    [
      'the time of the event',
      withAvailable('max(o.landed_at)'),
      'outcomes.landed_at',
    ],
    ['another column', withAvailable('max(o.departed_at)'), 'o.departed_at'],
    [
      'a constant',
      withAvailable(`TIMESTAMP '1970-01-01'`),
      'a value of its own',
    ],
    ['null', withAvailable('NULL'), 'a value of its own'],
    [
      'an earlier instant',
      withAvailable('max(o.known_at) - INTERVAL 1 HOUR'),
      '-(…)',
    ],
    ['the earliest', withAvailable('min(o.known_at)'), 'min(…)'],
    [
      'the lesser of two',
      withAvailable('least(max(o.known_at), e.prediction_time)'),
      'least(…)',
    ],
    [
      'a choice',
      withAvailable(
        'CASE WHEN max(o.known_at) > e.prediction_time THEN NULL ELSE max(o.known_at) END',
      ),
      'a value of its own',
    ],
    [
      'a part of the facts',
      withAvailable(
        'max(o.known_at) FILTER (WHERE o.known_at <= e.prediction_time)',
      ),
      'max(…)',
    ],
    [
      'the beginning of its day',
      withAvailable('max(o.known_at)::DATE::TIMESTAMP'),
      'a value of its own',
    ],
    [
      'the other of coalesce',
      withAvailable('coalesce(e.prediction_time, max(o.known_at))'),
      'e.prediction_time',
    ],
    [
      'what a subquery calls so',
      `SELECT example_id, event_time, known_at AS available_at FROM (SELECT e.example_id, o.landed_at AS event_time, e.prediction_time AS known_at ${JOINED})`,
      'e.prediction_time',
    ],
    [
      'what a common table expression calls so',
      `WITH outcomes AS (SELECT origin, prediction_time AS known_at, landed_at FROM examples JOIN outcomes USING (origin)) SELECT 'x' AS example_id, landed_at AS event_time, known_at AS available_at FROM outcomes`,
      'prediction_time',
    ],
    [
      'what is called so beside a subquery',
      `SELECT i AS example_id, l AS event_time, known_at AS available_at FROM (SELECT e.example_id, o.landed_at, e.prediction_time ${JOINED}) t(i, l, known_at)`,
      'e.prediction_time',
    ],
    [
      'what is called so beside a table',
      `SELECT 'x' AS example_id, landed_at AS event_time, known_at AS available_at FROM outcomes o(known_at, landed_at)`,
      'landed_at',
    ],
    [
      'what replaces it',
      `SELECT * REPLACE (prediction_time AS available_at) FROM (SELECT e.example_id, e.prediction_time, o.landed_at AS event_time, o.known_at AS available_at ${JOINED})`,
      'e.prediction_time',
    ],
    [
      'one side of a union',
      `SELECT example_id, landed_at AS event_time, known_at AS available_at FROM outcomes UNION ALL SELECT example_id, prediction_time, prediction_time FROM examples`,
      'prediction_time',
    ],
    [
      'nothing',
      `SELECT example_id, max(landed_at) AS event_time ${JOINED} GROUP BY ALL`,
      'no column available_at',
    ],
    [
      'one of two tables',
      `SELECT e.example_id, greatest(max(o.landed_at), max(w.measured_at)) AS event_time, max(o.known_at) AS available_at FROM examples e LEFT JOIN outcomes o USING (origin) LEFT JOIN weather w USING (origin) GROUP BY ALL`,
      'available_at that says nothing of weather, which the SELECT reads too',
    ],
  ])('does not believe %s', async (_, sql, found) => {
    expect(await problemsOf(sql)).toContainEqual(
      expect.objectContaining({ found }),
    );
  });

  it('says where it is, what was expected and what to write', async () => {
    expect(await problemsOf(withAvailable('e.prediction_time'))).toEqual([
      {
        line: 1,
        column: 54,
        found: 'e.prediction_time',
        expected: 'available_at that comes from outcomes.known_at',
        advice: 'Write max(outcomes.known_at) AS available_at.',
      },
    ]);
  });

  it('does not believe times of a SELECT that reads no facts', async () => {
    expect(
      await problemsOf(
        `SELECT example_id, prediction_time AS event_time, prediction_time AS available_at FROM examples`,
      ),
    ).toHaveLength(2);
  });
});
