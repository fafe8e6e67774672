import {
  fieldsOfExpression,
  runExpressionText,
  type RunComparison,
  type RunExpression,
  type RunField,
  type RunsPage,
  type RunsQuery,
} from '@trainyard/backstage-plugin-ml-training-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Visibility } from '../../../permissions/visibility';
import { databaseReconcilerLease } from '../../../reconciler/databaseReconcilerLease';
import type { Fence } from '../../../reconciler/lease';
import { forEachDatabase } from '../../../testing/databases';
import { endOf, newRun, observationOf } from '../../../testing/newRuns';
import { databaseRunStore } from '../../databaseRunStore';
import type { NewRun, RunObservation, RunStore } from '../../runStore';
import { fieldNames } from '../fieldNames';
import { expressionConditions } from './expressionConditions';
import { QueryError } from '../../../database/queryError';
import { rowsOf, sql } from '../../../database/sql';

const ALL: Visibility = { rows: 'all' };

/** What a run of a test has, and what becomes of it. */
interface Made {
  readonly run: string;
  readonly params: NewRun['params'];
  readonly metrics: Readonly<Record<string, number>>;
}

forEachDatabase(open => {
  let knex: Knex;
  let runs: RunStore;
  let fence: Fence;

  beforeEach(async () => {
    knex = await open();
    runs = databaseRunStore(knex);
    const held = await databaseReconcilerLease(knex).hold('me', 600);
    if (!held) throw new Error('The lease is free in an empty database');
    fence = held;
  });

  async function make(
    run: string,
    {
      metrics = {},
      ...change
    }: Partial<NewRun> & { readonly metrics?: Made['metrics'] } = {},
    observation?: RunObservation,
  ): Promise<void> {
    await runs.create(newRun({ run, ...change }));
    await runs.record(
      { ...(observation ?? observationOf()), run, metrics },
      fence,
    );
  }

  async function listed(
    query: RunsQuery,
    visible: Visibility = ALL,
  ): Promise<readonly string[]> {
    return (await runs.list(query, visible)).items.map(({ run }) => run);
  }

  async function refused(query: RunsQuery): Promise<QueryError> {
    const error: unknown = await runs.list(query, ALL).catch(it => it);
    if (!(error instanceof QueryError)) throw new Error('It was not refused');
    return error;
  }

  /** All pages of a list, one after the other, and back again. */
  async function walk(query: RunsQuery) {
    const forth: RunsPage[] = [await runs.list(query, ALL)];
    for (let { next } = forth[0]; next !== null;) {
      const page = await runs.list({ ...query, cursor: next }, ALL);
      forth.push(page);
      next = page.next;
    }
    const back: RunsPage[] = [];
    for (let { previous } = forth[forth.length - 1]; previous !== null;) {
      const page = await runs.list({ ...query, cursor: previous }, ALL);
      back.unshift(page);
      previous = page.previous;
    }
    const names = (pages: readonly RunsPage[]) =>
      pages.map(({ items }) => items.map(({ run }) => run));
    return { forth: names(forth), back: names(back) };
  }

  describe('filters', () => {
    beforeEach(async () => {
      await make('a', { engine: 'local', owner: 'group:default/a' });
      await make('b', {
        engine: 'argo',
        owner: 'group:default/b',
        model: null,
      });
      await make(
        'c',
        {
          engine: 'argo',
          owner: 'group:default/c',
          purpose: 'trial',
          trigger: 'schedule',
          dataset: null,
          pipeline: {
            entity: 'component:other/p',
            name: 'p',
            namespace: 'other',
          },
        },
        endOf('blocked'),
      );
    });

    it.each<[string, RunsQuery, readonly string[]]>([
      ['nothing', {}, ['c', 'b', 'a']],
      ['state', { state: ['running'] }, ['b', 'a']],
      ['several states', { state: ['running', 'blocked'] }, ['c', 'b', 'a']],
      ['pipeline', { pipeline: ['component:other/p'] }, ['c']],
      ['owner', { owner: ['group:default/a', 'group:default/c'] }, ['c', 'a']],
      ['namespace', { namespace: ['default'] }, ['b', 'a']],
      ['model', { model: ['delay'] }, ['c', 'a']],
      ['dataset', { dataset: ['flights'] }, ['b', 'a']],
      ['engine', { engine: ['argo'] }, ['c', 'b']],
      ['purpose', { purpose: ['trial'] }, ['c']],
      ['trigger', { trigger: ['person'] }, ['b', 'a']],
      ['two of them', { engine: ['argo'], state: ['running'] }, ['b']],
      ['a time that is past', { to: '2020-01-01' }, []],
      [
        'a time from which on',
        { from: '2020-01-01T00:00:00Z' },
        ['c', 'b', 'a'],
      ],
    ])('by %s', async (_, query, expected) => {
      const page = await runs.list(query, ALL);
      expect(page.items.map(({ run }) => run)).toEqual(expected);
      expect(page.total).toBe(expected.length);
    });

    it('leave out and do not count what one may not see', async () => {
      const page = await runs.list(
        {},
        {
          rows: 'some',
          where: {
            allOf: [
              {
                anyOf: [
                  { owners: ['group:default/a'] },
                  { owners: ['group:default/c'] },
                ],
              },
              { not: { namespaces: ['other'] } },
            ],
          },
        },
      );
      expect(page.items.map(({ run }) => run)).toEqual(['a']);
      expect(page.total).toBe(1);
      expect((await runs.list({}, { rows: 'none' })).items).toEqual([]);
    });

    it('are told which date is none', async () => {
      expect((await refused({ from: 'yesterday' })).message).toMatch(
        /^from: expected a day .*found yesterday/,
      );
    });
  });

  describe('an expression', () => {
    const metric = fc.constantFrom('auc', 'test.raw.auc', 'my loss');
    const param = fc.constantFrom('trees', 'mode');
    const number = fc.constantFrom(-1, 0, 0.5, 0.7, 400);
    const said = fc.constantFrom('adam', 'Ädam', '', "o'", '400');
    const operator = fc.constantFrom('>', '>=', '<', '<=', '=', '!=' as const);
    const leaf = fc.oneof(
      fc.record({
        is: fc.constant('comparison' as const),
        field: metric.map(name => ({ of: 'metrics' as const, name })),
        operator,
        value: number,
      }),
      fc.record({
        is: fc.constant('comparison' as const),
        field: param.map(name => ({ of: 'params' as const, name })),
        operator,
        value: fc.oneof(number, said),
      }),
      fc.record({
        is: fc.constantFrom('present' as const, 'missing'),
        field: fc.oneof(
          metric.map(name => ({ of: 'metrics' as const, name })),
          param.map(name => ({ of: 'params' as const, name })),
        ),
      }),
    );
    const { expression } = fc.letrec<{ expression: RunExpression }>(tie => ({
      expression: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ is: fc.constant('not' as const), term: tie('expression') }),
        fc.record({
          is: fc.constantFrom('and' as const, 'or'),
          terms: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }));
    const had: readonly Omit<Made, 'run'>[] = [
      { params: { trees: 400, mode: 'adam' }, metrics: { auc: 0.7 } },
      { params: { trees: '400' }, metrics: { auc: 0.5, 'my loss': 0 } },
      { params: { mode: 'Ädam' }, metrics: { auc: NaN, 'test.raw.auc': -1 } },
      { params: { trees: 0, mode: '' }, metrics: { 'my loss': Infinity } },
      { params: { mode: "o'" }, metrics: {} },
      {
        params: {},
        metrics: { auc: 400, 'test.raw.auc': 0.7, 'my loss': 0.5 },
      },
    ];
    const made = had.map((it, i): Made => ({ run: `run-${i}`, ...it }));

    beforeEach(async () => {
      for (const { run, ...it } of made) await make(run, it);
    });

    it('means the runs that it means in words, alone and with a sort and pages', async () => {
      await fc.assert(
        fc.asyncProperty(
          expression,
          fc.constantFrom(undefined, 'metrics.auc', 'params.mode', 'owner'),
          async (it, sort) => {
            const query = { where: runExpressionText(it), sort, limit: 2 };
            const { forth, back } = await walk(query);
            expect(forth.flat().sort()).toEqual(
              made.filter(run => isMeant(it, run)).map(({ run }) => run),
            );
            expect(back).toEqual(forth.slice(0, -1));
            const { total } = await runs.list(query, ALL);
            expect(total).toBe(forth.flat().length);
            // Which of them a list takes depends on how many runs there are.
            const names = await fieldNames(knex).find(
              fieldsOfExpression(it).map(({ name }) => name),
            );
            const { bySets, byProbes } = expressionConditions(it, names);
            for (const condition of [bySets, byProbes]) {
              const rows = await rowsOf<{ run: string }>(
                knex,
                sql`SELECT r.run FROM runs AS r WHERE ${condition}`,
              );
              expect(rows.map(({ run }) => run).sort()).toEqual(
                forth.flat().sort(),
              );
            }
          },
        ),
        { numRuns: 40 },
      );
    });

    it('that is wrong is refused with its place', async () => {
      const where = 'metrics.auc > high';
      expect(await refused({ where })).toMatchObject({
        message:
          'The expression does not read: expected a number, found high. Metrics are numbers, such as 0.74 or 1e-3.',
        place: { text: where, at: 14 },
      });
    });

    it('about what nobody recorded means nothing, or everything where it is missing', async () => {
      expect(await listed({ where: 'metrics.none > 0' })).toEqual([]);
      expect(await listed({ where: 'metrics.none is missing' })).toHaveLength(
        6,
      );
    });

    it('is narrowed by filters and by what one may see', async () => {
      const where = 'metrics.auc is present';
      await make('elsewhere', {
        owner: 'group:default/x',
        metrics: { auc: 1 },
      });
      expect(await listed({ where, owner: ['group:default/x'] })).toEqual([
        'elsewhere',
      ]);
      expect(
        await listed(
          { where },
          {
            rows: 'some',
            where: { not: { owners: ['group:default/punctuality'] } },
          },
        ),
      ).toEqual(['elsewhere']);
    });
  });

  describe('sorts', () => {
    const headline = (value: number) => ({
      metric: 'auc',
      value,
      better: 'higher' as const,
      change: null,
    });

    beforeEach(async () => {
      await make(
        'none',
        { metrics: {} },
        observationOf({ state: 'queued', startedAt: null }),
      );
      await make(
        'low',
        { metrics: { auc: 0.1 }, params: { trees: 5 }, engine: 'b' },
        endOf(
          'failed',
          { headline: headline(1), gates: { passed: 1, blocked: 0, total: 1 } },
          10,
        ),
      );
      await make(
        'high',
        { metrics: { auc: 0.9 }, params: { trees: 40 }, engine: 'a' },
        endOf(
          'succeeded',
          { headline: headline(2), gates: { passed: 0, blocked: 1, total: 1 } },
          20,
        ),
      );
      await make(
        'odd',
        { metrics: { auc: NaN }, params: { trees: 'auto' }, engine: 'B' },
        observationOf({ startedAt: '2026-07-02T09:00:00.000Z' }),
      );
    });

    it.each<[string, readonly string[], readonly string[]]>([
      [
        'submitted',
        ['none', 'low', 'high', 'odd'],
        ['odd', 'high', 'low', 'none'],
      ],
      [
        'started',
        ['low', 'high', 'odd', 'none'],
        ['odd', 'high', 'low', 'none'],
      ],
      ['ended', ['low', 'high', 'none', 'odd'], ['high', 'low', 'odd', 'none']],
      [
        'duration',
        ['low', 'high', 'none', 'odd'],
        ['high', 'low', 'odd', 'none'],
      ],
      ['state', ['low', 'odd', 'none', 'high'], ['high', 'none', 'odd', 'low']],
      [
        'engine',
        ['odd', 'high', 'low', 'none'],
        ['none', 'low', 'high', 'odd'],
      ],
      [
        'headline',
        ['low', 'high', 'none', 'odd'],
        ['high', 'low', 'odd', 'none'],
      ],
      ['gates', ['low', 'high', 'none', 'odd'], ['high', 'low', 'odd', 'none']],
      [
        'metrics.auc',
        ['low', 'high', 'none', 'odd'],
        ['high', 'low', 'odd', 'none'],
      ],
      [
        'params.trees',
        ['low', 'high', 'odd', 'none'],
        ['high', 'low', 'odd', 'none'],
      ],
    ])(
      'by %s, with those that have none last both ways',
      async (sort, up, down) => {
        for (const [order, expected] of [
          ['asc', up],
          ['desc', down],
        ] as const) {
          const query = { sort, order };
          expect(await listed(query)).toEqual(expected);
          for (const limit of [1, 2, 3]) {
            const { forth, back } = await walk({ ...query, limit });
            expect(forth.flat()).toEqual(expected);
            expect(back).toEqual(forth.slice(0, -1));
          }
        }
      },
    );

    it.each(['pipeline', 'owner', 'trigger'])(
      'by %s, and by submission where that is equal',
      async sort => {
        expect(await listed({ sort })).toEqual(['none', 'low', 'high', 'odd']);
      },
    );

    it('begin with the newest, and with what worries most', async () => {
      expect((await listed({}))[0]).toBe('odd');
      expect((await listed({ sort: 'state' }))[0]).toBe('low');
      expect((await listed({ sort: 'metrics.auc' }))[0]).toBe('high');
    });

    it('that are none are refused', async () => {
      expect((await refused({ sort: 'size' })).message).toMatch(/found size/);
      expect((await refused({ sort: 'metrics.' })).message).toMatch(
        /^sort: expected one of submitted,/,
      );
    });

    it('show chosen metrics and parameters as columns', async () => {
      const column = ['metrics.auc', 'params.trees', 'metrics.none'];
      const { items } = await runs.list(
        { column, sort: 'submitted', order: 'asc' },
        ALL,
      );
      expect(items.map(({ columns }) => column.map(it => columns[it]))).toEqual(
        [
          [null, null, null],
          [0.1, 5, null],
          [0.9, 40, null],
          [null, 'auto', null],
        ],
      );
      expect((await refused({ column: ['auc'] })).message).toMatch(/^column:/);
    });
  });

  describe('a cursor', () => {
    beforeEach(async () => {
      for (const run of ['a', 'b', 'c']) await make(run);
    });

    async function cursorOf(query: RunsQuery): Promise<string> {
      const { next } = await runs.list({ limit: 1, ...query }, ALL);
      if (next === null) throw new Error('There is no next page');
      return next;
    }

    it('of another list is refused, and what to do is said', async () => {
      const cursor = await cursorOf({});
      for (const query of [
        { state: ['running' as const] },
        { sort: 'owner' },
        { order: 'asc' as const },
        { where: 'metrics.a is missing' },
      ]) {
        expect((await refused({ ...query, cursor })).message).toMatch(
          /Begin at the first page/,
        );
      }
    });

    it('goes on with another size of page and other columns', async () => {
      const cursor = await cursorOf({});
      expect(
        await listed({ cursor, limit: 5, column: ['metrics.auc'] }),
      ).toEqual(['b', 'a']);
    });

    it('is refused however it was bent', async () => {
      const cursor = await cursorOf({});
      await fc.assert(
        fc.asyncProperty(
          fc
            .oneof(
              fc.string(),
              fc
                .tuple(
                  fc.nat(cursor.length - 1),
                  fc.constantFrom('A', 'b', '.', ''),
                )
                .map(
                  ([at, sign]) =>
                    cursor.slice(0, at) + sign + cursor.slice(at + 1),
                ),
            )
            .filter(bent => bent !== cursor),
          async bent => {
            await expect(runs.list({ cursor: bent }, ALL)).rejects.toThrow(
              QueryError,
            );
          },
        ),
        { numRuns: 50 },
      );
    });

    it('neither repeats nor leaves out a run when others come', async () => {
      const cursor = await cursorOf({});
      await make('d');
      expect(await listed({ cursor })).toEqual(['b', 'a']);
    });
  });

  it('counts to 10,000 and no further', async () => {
    await runs.create(newRun({ run: 'first' }));
    const more = async (from: number, to: number) => {
      const rows = Array.from(
        { length: to - from },
        (_, i) => `copy-${from + i}`,
      );
      for (let at = 0; at < rows.length; at += 400) {
        const part = rows.slice(at, at + 400);
        await knex('run_submissions').insert(
          part.map(run => ({
            run,
            principal: 'p',
            token: run,
            request_digest: '',
            body: '',
          })),
        );
      }
      const [{ seq: _, ...row }] = await knex('runs').where({ run: 'first' });
      const columns = Object.keys(row).filter(column => column !== 'run');
      await knex.raw(
        `INSERT INTO runs (run, ${columns.join(', ')})
          SELECT s.run, ${columns.map(it => `r.${it}`).join(', ')}
          FROM runs AS r CROSS JOIN run_submissions AS s
          WHERE r.run = 'first' AND s.principal = 'p'
            AND NOT EXISTS (SELECT 1 FROM runs AS x WHERE x.run = s.run)`,
      );
    };
    await more(1, 10_000);
    expect((await runs.list({ limit: 1 }, ALL)).total).toBe(10_000);
    const where = 'metrics.none is missing';
    expect((await runs.list({ where, limit: 1 }, ALL)).total).toBe(10_000);
    await more(10_000, 10_001);
    expect((await runs.list({ limit: 1 }, ALL)).total).toBeNull();
    expect((await runs.list({ where, limit: 1 }, ALL)).total).toBeNull();
  });
});

/** What the grammar's own words say, of one run. */
function isMeant(expression: RunExpression, run: Made): boolean {
  switch (expression.is) {
    case 'not':
      return !isMeant(expression.term, run);
    case 'and':
      return expression.terms.every(term => isMeant(term, run));
    case 'or':
      return expression.terms.some(term => isMeant(term, run));
    case 'comparison':
      return isMet(valueOf(run, expression.field), expression);
    case 'missing':
      return valueOf(run, expression.field) === undefined;
    default:
      return valueOf(run, expression.field) !== undefined;
  }
}

function valueOf(run: Made, { of, name }: RunField) {
  const values: Readonly<Record<string, number | string | undefined>> = run[of];
  return values[name];
}

function isMet(
  value: number | string | undefined,
  {
    operator,
    value: wanted,
  }: { readonly operator: RunComparison; readonly value: number | string },
): boolean {
  if (value === undefined) return false;
  if (typeof value === 'number' && !Number.isFinite(value)) return false;
  if (typeof value !== typeof wanted) return operator === '!=';
  const order =
    typeof value === 'number'
      ? Math.sign(value - Number(wanted))
      : Buffer.compare(Buffer.from(value), Buffer.from(String(wanted)));
  return {
    '>': order > 0,
    '>=': order >= 0,
    '<': order < 0,
    '<=': order <= 0,
    '=': order === 0,
    '!=': order !== 0,
  }[operator];
}
