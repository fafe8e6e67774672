import type { Segment } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { double, isNumber } from '../dataset/numbers';
import { literal, type Session } from '../duckdb/session';

/** The group of rows whose column has no value. */
export const NO_VALUE = '(none)';
/** The group of rows whose number lies in no bucket. */
export const OUTSIDE = '(outside)';

/** More are no segments that anyone reads, and make every evaluation long. */
const MOST_VALUES = 1000;

export interface SegmentColumn {
  readonly name: string;
  /** The group of a row of table `placed`, as SQL. */
  readonly group: string;
  /** Every group a row can belong to, in the order in which readers should meet them. */
  readonly groups: readonly string[];
}

/**
 * How the rows of table `placed` are grouped; it has `split` and, as
 * `value_<index>`, the column of the segment. Ranks are kept in a table that is
 * made here.
 *
 * @param type - of the segment's column
 * @throws StepFailure where the column cannot be grouped so
 */
export async function segmentColumn(
  session: Session,
  segment: Segment,
  index: number,
  type: string,
): Promise<SegmentColumn> {
  switch (segment.by) {
    case 'rank':
      return rankColumn(session, segment, index);
    case 'buckets':
      return bucketColumn(segment, index, type);
    default:
      return valueColumn(session, segment, index);
  }
}

/** Values ranked by their rows in training, most first; ties by value. */
async function rankColumn(
  session: Session,
  { name, groups }: Extract<Segment, { by: 'rank' }>,
  index: number,
): Promise<SegmentColumn> {
  const value = `value_${index}`;
  const ranks = `ranks_${index}`;
  const rest = groups.find(({ upto }) => upto === null)?.name ?? OUTSIDE;
  const ranked = groups
    .flatMap(({ name: group, upto }) =>
      upto === null ? [] : [{ group, upto }],
    )
    .sort((a, b) => a.upto - b.upto);
  const cases = ranked.map(
    ({ group, upto }) => `WHEN rank <= ${upto} THEN ${literal(group)}`,
  );
  await session.run(
    `CREATE TEMP TABLE ${ranks} AS
       SELECT ${value} AS value,
              row_number() OVER (ORDER BY count(*) DESC, ${value}) AS rank
         FROM placed WHERE split = 'train' AND ${value} IS NOT NULL
        GROUP BY ${value}`,
  );
  return {
    name,
    // A value that training never saw ranks behind all that it saw.
    group: `CASE WHEN ${value} IS NULL THEN ${literal(NO_VALUE)} ELSE (
      SELECT CASE ${cases.join(' ')} WHEN true THEN ${literal(rest)} END
        FROM (SELECT max(rank) AS rank FROM ${ranks} WHERE ${ranks}.value = placed.${value})
    ) END`,
    groups: [...ranked.map(({ group }) => group), rest, NO_VALUE],
  };
}

function bucketColumn(
  { name, column, edges }: Extract<Segment, { by: 'buckets' }>,
  index: number,
  type: string,
): SegmentColumn {
  if (!isNumber(type)) {
    throw new StepFailure(
      `segment "${name}" puts "${column}" into buckets: expected numbers, found ${type}. ` +
        'Name a column of numbers, or leave the buckets out.',
    );
  }
  const value = `value_${index}::DOUBLE`;
  const buckets = edges.slice(1).map((high, before) => {
    const low = edges[before];
    const within = [
      ...(low === null ? [] : [`${value} >= ${double(low)}`]),
      ...(high === null ? [] : [`${value} < ${double(high)}`]),
    ];
    return {
      name: `[${low ?? '-inf'}, ${high ?? 'inf'})`,
      within: within.join(' AND ') || 'true',
    };
  });
  const cases = buckets.map(
    bucket => `WHEN ${bucket.within} THEN ${literal(bucket.name)}`,
  );
  return {
    name,
    // NaN is larger than every number here, and would lie in the last bucket.
    group: `CASE WHEN ${value} IS NULL OR isnan(${value}) THEN ${literal(NO_VALUE)}
      ${cases.join(' ')} ELSE ${literal(OUTSIDE)} END`,
    groups: [...buckets.map(bucket => bucket.name), OUTSIDE, NO_VALUE],
  };
}

async function valueColumn(
  session: Session,
  { name, column }: Extract<Segment, { by: 'value' }>,
  index: number,
): Promise<SegmentColumn> {
  const value = `value_${index}`;
  const rows = await session.rows(
    `SELECT DISTINCT ${value} AS value, ${value}::VARCHAR AS name FROM placed
      WHERE ${value} IS NOT NULL
      ORDER BY ${value} LIMIT ${MOST_VALUES + 1}`,
  );
  if (rows.length > MOST_VALUES) {
    throw new StepFailure(
      `segment "${name}" has more than ${MOST_VALUES} groups, one for each value of "${column}". ` +
        'Rank the values (rank_by: train_rows(…)) or put them into buckets.',
    );
  }
  return {
    name,
    group: `coalesce(${value}::VARCHAR, ${literal(NO_VALUE)})`,
    groups: [...rows.map(row => String(row.name)), NO_VALUE],
  };
}
