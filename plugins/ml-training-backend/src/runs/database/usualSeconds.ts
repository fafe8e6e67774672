import type { Knex } from 'knex';
import type { WholeNumber } from '../../database/columns';
import { joined, rowsOf, sql } from '../../database/sql';

/** How many of a pipeline's last successes say what is usual. */
const LAST = 20;
/** Fewer say nothing. */
const FEWEST = 3;

/** Median seconds of each pipeline's last succeeded runs; a pipeline with too few is absent. */
export async function usualSeconds(
  knex: Knex,
  pipelines: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const distinct = [...new Set(pipelines)];
  if (distinct.length === 0) return new Map();
  // A statement a pipeline would be a round trip each; SQLite has no LATERAL.
  const lastOf = (pipeline: string) =>
    sql`SELECT * FROM (SELECT pipeline, duration_ms FROM runs
      WHERE pipeline = ${pipeline} AND state = 'succeeded'
      ORDER BY ended_at DESC LIMIT ${LAST}) AS last_runs`;
  const durations = new Map<string, number[]>();
  for (let at = 0; at < distinct.length; at += MOST_PIPELINES) {
    const rows = await rowsOf<{
      pipeline: string;
      duration_ms: WholeNumber | null;
    }>(
      knex,
      joined(
        distinct.slice(at, at + MOST_PIPELINES).map(lastOf),
        ' UNION ALL ',
      ),
    );
    for (const { pipeline, duration_ms: duration } of rows) {
      if (duration === null) continue;
      const known = durations.get(pipeline) ?? [];
      durations.set(pipeline, [...known, Number(duration)]);
    }
  }
  return new Map(
    [...durations]
      .filter(([, known]) => known.length >= FEWEST)
      .map(([pipeline, known]) => [pipeline, median(known) / 1000]),
  );
}

/** SQLite joins at most 500 selections. */
const MOST_PIPELINES = 100;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
