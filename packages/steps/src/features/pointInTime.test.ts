import fc from 'fast-check';
import { StepHarness } from '../testing/stepHarness';
import { buildFeatures } from './buildFeatures';

// Generous: the machine may be busy.
jest.setTimeout(120_000);

/**
 * The features by their definition, over plain arrays: for each example every
 * fact is looked at. It knows nothing of how they are built. Instants are minutes.
 */
interface Fact {
  readonly id: number;
  readonly key: string | null;
  readonly happened: number;
  readonly known: number;
  readonly value: number | null;
}

interface Example {
  readonly key: string | null;
  readonly at: number;
}

/** By how many minutes a mistaken reference is off, at each edge. */
interface Edges {
  /** The oldest event that counts. */
  readonly oldest?: number;
  /** The first event that does not count any more. */
  readonly newest?: number;
  /** What is known. */
  readonly known?: number;
}

const MINUTES = [5, 20];

function windowByDefinition(
  facts: readonly Fact[],
  { key, at }: Example,
  edges: Edges = {},
) {
  const { oldest = 0, newest = 0, known = 0 } = edges;
  const inWindow = MINUTES.map(minutes =>
    facts.filter(
      fact =>
        key !== null &&
        fact.key === key &&
        fact.happened >= at - minutes + oldest &&
        fact.happened < at + newest &&
        fact.known <= at + known,
    ),
  );
  const largest = inWindow[inWindow.length - 1];
  return {
    windows: inWindow.map(those => {
      const values = those.flatMap(fact =>
        fact.value === null ? [] : [fact.value],
      );
      const sum = values.reduce((total, value) => total + value, 0);
      return {
        count: those.length,
        sum,
        mean: values.length === 0 ? null : sum / values.length,
      };
    }),
    event: newestOf(largest.map(fact => fact.happened)),
    available: newestOf(largest.map(fact => fact.known)),
  };
}

function asOfByDefinition(
  facts: readonly Fact[],
  { key, at }: Example,
  edges: Edges & { readonly maxAge?: number } = {},
) {
  const { newest = 0, known = 0, maxAge = Infinity } = edges;
  const [last] = facts
    .filter(
      fact =>
        key !== null &&
        fact.key === key &&
        fact.happened <= at + newest &&
        fact.known <= at + known,
    )
    .sort(
      (a, b) => b.happened - a.happened || b.known - a.known || b.id - a.id,
    );
  const isFresh = last !== undefined && at - last.happened <= maxAge;
  return isFresh
    ? {
        id: last.id,
        value: last.value,
        event: last.happened,
        available: last.known,
      }
    : { id: null, value: null, event: null, available: null };
}

function newestOf(instants: readonly number[]): number | null {
  return instants.length === 0 ? null : Math.max(...instants);
}

const instant = (minute: number) =>
  `(TIMESTAMP '2001-04-01 00:00' + to_minutes(${minute}))`;
const sqlText = (text: string | null) => (text === null ? 'NULL' : `'${text}'`);

describe('features at a point in time', () => {
  let harness: StepHarness;
  beforeAll(async () => {
    harness = await StepHarness.make();
  });
  afterAll(() => harness.remove());

  /** Builds a window view and an as_of view, and says their answers in the words of the reference. */
  async function built(
    facts: readonly Fact[],
    examples: readonly Example[],
    maxAge?: number,
  ) {
    const none = `SELECT 0::BIGINT AS id, NULL::VARCHAR AS key, ${instant(0)} AS happened, ${instant(0)} AS known, 0::DOUBLE AS value WHERE false`;
    const rows = facts.map(
      fact =>
        `(${fact.id}::BIGINT, ${sqlText(fact.key)}::VARCHAR, ${instant(fact.happened)}, ${instant(fact.known)}, ${fact.value ?? 'NULL'}::DOUBLE)`,
    );
    await harness.table(
      'tables',
      'facts.parquet',
      rows.length === 0
        ? none
        : `SELECT * FROM (VALUES ${rows.join(', ')}) t(id, key, happened, known, value) ORDER BY id`,
    );
    const ordered = [...examples].sort((a, b) => a.at - b.at);
    await harness.table(
      'examples',
      'examples.parquet',
      `SELECT * FROM (VALUES ${ordered
        .map(
          ({ key, at }, index) =>
            `('[${index}]', ${instant(at)}, ${sqlText(key)}::VARCHAR)`,
        )
        .join(', ')}) t(example_id, prediction_time, place)`,
    );
    const from = {
      from: 'facts',
      on: { place: 'key' },
      event_time: 'happened',
      available_at: 'known',
    };
    await harness.run(
      buildFeatures([]),
      {
        views: [
          {
            kind: 'window',
            name: 'w',
            ...from,
            windows: MINUTES.map(minutes => ({
              label: `${minutes}m`,
              seconds: minutes * 60,
            })),
            compute: [
              { name: 'n', aggregate: { op: 'count' } },
              { name: 'sum', aggregate: { op: 'sum', column: 'value' } },
              { name: 'mean', aggregate: { op: 'mean', column: 'value' } },
            ],
          },
          {
            kind: 'as_of',
            name: 'l',
            ...from,
            columns: [
              { name: 'id', type: 'int' },
              { name: 'value', type: 'double' },
            ],
            ...(maxAge !== undefined && { max_age_seconds: maxAge * 60 }),
          },
        ],
      },
      ['features'],
    );
    const minutes = (name: string) =>
      `((epoch("${name}") - epoch(TIMESTAMP '2001-04-01 00:00')) / 60)::INTEGER AS "${name}"`;
    const features = await harness.rows(
      'features',
      'features.parquet',
      '* REPLACE (w_n_5m::INTEGER AS w_n_5m, w_n_20m::INTEGER AS w_n_20m, l_id::INTEGER AS l_id)',
    );
    const times = await harness.rows(
      'features',
      'times.parquet',
      ['w.event_time', 'w.available_at', 'l.event_time', 'l.available_at']
        .map(minutes)
        .join(', '),
    );
    return ordered.map((example, index) => ({
      example,
      window: {
        windows: MINUTES.map(window => ({
          count: features[index][`w_n_${window}m`],
          sum: features[index][`w_sum_${window}m`],
          mean: features[index][`w_mean_${window}m`],
        })),
        event: times[index]['w.event_time'],
        available: times[index]['w.available_at'],
      },
      asOf: {
        id: features[index].l_id,
        value: features[index].l_value,
        event: times[index]['l.event_time'],
        available: times[index]['l.available_at'],
      },
    }));
  }

  const key = fc.constantFrom('a', 'b', 'c', null);
  const minute = fc.integer({ min: 0, max: 60 });
  const facts = fc
    .array(
      fc.record({
        key,
        happened: minute,
        lag: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
        // Quarters add up without rounding, in whatever order.
        value: fc.option(fc.integer({ min: -40, max: 40 }).map(n => n / 4)),
      }),
      { maxLength: 60 },
    )
    .map(drawn =>
      drawn.map(({ lag, ...fact }, id): Fact => ({
        ...fact,
        id,
        known: fact.happened + lag,
      })),
    );
  const examples = fc.array(fc.record({ key, at: minute }), {
    minLength: 1,
    maxLength: 40,
  });

  it('equal their definition, for whatever facts and examples', async () => {
    await fc.assert(
      fc.asyncProperty(
        facts,
        examples,
        fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
        async (some, asked, maxAge) => {
          for (const { example, window, asOf } of await built(
            some,
            asked,
            maxAge,
          )) {
            expect(window).toEqual(windowByDefinition(some, example));
            expect(asOf).toEqual(asOfByDefinition(some, example, { maxAge }));
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  /** Facts around every edge of an example at minute 30, each with a value of its own. */
  const atEdges: readonly Fact[] = [
    [9, 9],
    [10, 10],
    [11, 11],
    [24, 24],
    [25, 25],
    [26, 26],
    [28, 30],
    [28, 31],
    [29, 29],
    [29, 30],
    [30, 30],
    [30, 31],
    [31, 31],
  ].map(([happened, known], id) => ({
    id,
    key: 'a',
    happened,
    known,
    value: 2 ** id,
  }));
  const asked: readonly Example[] = [{ key: 'a', at: 30 }];

  it('stand exactly on the edges: from the window ago on, before the prediction, known by then', async () => {
    const [{ window, asOf }] = await built(atEdges, asked);
    const valueOf = (...pairs: readonly [number, number][]) =>
      atEdges
        .filter(fact =>
          pairs.some(([h, k]) => fact.happened === h && fact.known === k),
        )
        .reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect(window.windows[0].sum).toBe(
      valueOf([25, 25], [26, 26], [28, 30], [29, 29], [29, 30]),
    );
    expect(window).toMatchObject({ event: 29, available: 30 });
    expect(asOf).toMatchObject({ event: 30, available: 30 });
  });

  it.each<[string, Edges]>([
    ['the oldest event is a minute later', { oldest: 1 }],
    ['the oldest event is a minute earlier', { oldest: -1 }],
    ['the newest event is a minute later', { newest: 1 }],
    ['the newest event is a minute earlier', { newest: -1 }],
    ['a fact is known a minute before it is', { known: 1 }],
    ['a fact is known a minute after it is', { known: -1 }],
  ])('differ in a window from a reference in which %s', async (_, edges) => {
    const [{ window }] = await built(atEdges, asked);
    expect(window).toEqual(windowByDefinition(atEdges, asked[0]));
    expect(window).not.toEqual(windowByDefinition(atEdges, asked[0], edges));
  });

  // Not a later event: nothing is known before it happens.
  it.each<[string, Edges]>([
    ['the newest event is a minute earlier', { newest: -1 }],
    ['a fact is known a minute before it is', { known: 1 }],
    ['a fact is known a minute after it is', { known: -1 }],
  ])(
    'differ in the last fact from a reference in which %s',
    async (_, edges) => {
      const [{ asOf }] = await built(atEdges, asked);
      expect(asOf).toEqual(asOfByDefinition(atEdges, asked[0]));
      expect(asOf).not.toEqual(asOfByDefinition(atEdges, asked[0], edges));
    },
  );

  it('do not let an old fact that is known late win over a newer one', async () => {
    const old: Fact = { id: 1, key: 'a', happened: 10, known: 29, value: 1 };
    const newer: Fact = { id: 0, key: 'a', happened: 20, known: 21, value: 2 };
    const [{ asOf }] = await built([newer, old], asked);
    expect(asOf).toEqual({ id: 0, value: 2, event: 20, available: 21 });
  });

  it('take of facts that happened together the one known last, then the last of the table', async () => {
    const fact = { key: 'a', happened: 20, value: null };
    const tied: readonly Fact[] = [
      { ...fact, id: 0, known: 25 },
      { ...fact, id: 1, known: 25 },
      { ...fact, id: 2, known: 24 },
    ];
    const [{ asOf }] = await built(tied, asked);
    expect(asOf.id).toBe(1);
  });

  it('forget a fact that is older than the greatest age, and not one of exactly that age', async () => {
    const fact: Fact = { id: 0, key: 'a', happened: 20, known: 20, value: 1 };
    const [{ asOf: kept }] = await built([fact], asked, 10);
    const [{ asOf: forgotten }] = await built([fact], asked, 9);
    expect([kept.id, forgotten.id]).toEqual([0, null]);
  });

  it('keep the newest availability of what is still in the window, not of what has left it', async () => {
    // Known last, but too old by now; the other is known earlier and still counts.
    const left: Fact = { id: 0, key: 'a', happened: 9, known: 29, value: 1 };
    const counts: Fact = { id: 1, key: 'a', happened: 20, known: 22, value: 1 };
    const [{ window }] = await built([left, counts], asked);
    expect(window).toMatchObject({ event: 20, available: 22 });
  });
});
