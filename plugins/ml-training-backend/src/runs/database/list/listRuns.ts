import {
  digestOfJson,
  fieldsOfExpression,
  parseRunExpression,
  type Digest,
  type RunExpression,
  type RunsPage,
  type RunsQuery,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { dialectOf } from '../../../database/dialect';
import { cursorText, parseCursor } from '../../../database/paging/cursor';
import type { Direction } from '../../../database/paging/order';
import { pageOf } from '../../../database/paging/pageOf';
import { QueryError } from '../../../database/queryError';
import type { Visibility } from '../../../permissions/visibility';
import type { FieldNames } from '../fieldNames';
import type { RunRow } from '../rows';
import { runSummaries } from '../runSummaries';
import { askedColumns, columnsOfRuns } from './columnsOfRuns';
import { expressionConditions } from './expressionConditions';
import { readPage, type PageQuery } from './readPage';
import { runFilters } from './runFilters';
import { runSort, sortedRuns } from './runSort';

const DEFAULT_LIMIT = 50;

/**
 * Runs that a caller may see, by pages.
 *
 * @throws QueryError where the expression, the sort, a column, a date or the cursor is none
 */
export async function listRuns(
  { knex, names }: { readonly knex: Knex; readonly names: FieldNames },
  query: RunsQuery,
  visible: Visibility,
): Promise<RunsPage> {
  const expression = expressionOf(query.where);
  const sort = runSort(query);
  const columns = askedColumns(query.column);
  const filters = runFilters(query, visible);
  const digest = digestOfQuery(query);
  const cursor =
    query.cursor === undefined ? undefined : parseCursor(query.cursor, digest);

  const ids = await names.find(
    [
      ...(expression ? fieldsOfExpression(expression) : []),
      ...columns.map(({ field }) => field),
      ...(typeof sort.by === 'string' ? [] : [sort.by]),
    ].map(({ name }) => name),
  );
  const limit = query.limit ?? DEFAULT_LIMIT;
  const pageQuery: PageQuery = {
    filters,
    expression: expression && expressionConditions(expression, ids),
    sort: sortedRuns(sort, ids),
    from: cursor && {
      direction: cursor.direction,
      place: { keys: cursor.keys, tie: await seqOf(knex, cursor.row[0]) },
    },
    limit,
  };
  const { rows: read, total } = await knex.transaction(async trx => {
    await planQuickly(trx);
    return readPage(trx, pageQuery);
  });
  const { rows, hasNext, hasPrevious } = pageOf({
    rows: read,
    limit,
    direction: cursor?.direction,
  });

  const seqs = rows.map(({ seq }) => seq);
  const runs = new Map(
    (await knex<RunRow>('runs').whereIn('seq', seqs).select()).map(row => [
      row.seq,
      row,
    ]),
  );
  const shown = rows.flatMap(({ seq, keys }) => {
    const row = runs.get(seq);
    return row ? [{ row, keys }] : [];
  });
  const items = await runSummaries(
    knex,
    shown.map(({ row }) => row),
    await columnsOfRuns(knex, seqs, columns, ids),
  );
  const cursorAt = (end: (typeof shown)[number] | undefined, to: Direction) =>
    end
      ? cursorText(
          {
            direction: to,
            keys: end.keys,
            row: [end.row.run],
          },
          digest,
        )
      : null;
  return {
    items: [...items],
    next: hasNext ? cursorAt(shown.at(-1), 'next') : null,
    previous: hasPrevious ? cursorAt(shown[0], 'previous') : null,
    total,
  };
}

function expressionOf(where: string | undefined): RunExpression | undefined {
  if (where === undefined || where.trim() === '') return undefined;
  const parsed = parseRunExpression(where);
  if ('expression' in parsed) return parsed.expression;
  const { text, at, expected, found, advice } = parsed.problem;
  throw new QueryError(
    `The expression does not read: expected ${expected}, found ${found}. ${advice}`,
    { text, at },
  );
}

/** Of what decides which runs are listed in which order: a cursor is a place in just that list. */
function digestOfQuery(query: RunsQuery): Digest {
  const { cursor: _, limit: __, column: ___, ...asked } = query;
  return digestOfJson({ list: 'runs', asked });
}

/** Postgres would compile what it takes for dear, which takes longer than it takes to read it. */
async function planQuickly(trx: Knex.Transaction): Promise<void> {
  if (dialectOf(trx) === 'postgres') await trx.raw('SET LOCAL jit = off');
}

async function seqOf(knex: Knex, run: string): Promise<number> {
  const row = await knex<RunRow>('runs').where({ run }).first('seq');
  if (row) return row.seq;
  throw new QueryError(
    'The run at which the cursor stands is not there any more. Begin at the first page: ask without cursor.',
  );
}
