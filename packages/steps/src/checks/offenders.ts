import {
  SAMPLE_SIZE,
  type Measurement,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Session } from '../duckdb/session';

/** What was counted; a measurement says besides what is observed. */
export interface Counted {
  readonly checked: number;
  readonly failed: number;
  readonly sample: readonly string[];
}

/**
 * Counts rows, and those of them that offend.
 *
 * @param relation - has `example_id`
 * @param offends - a condition that is never null
 * @param isChecked - rows that are looked at
 */
export async function countOffenders(
  session: Session,
  relation: string,
  offends: string,
  isChecked = 'true',
): Promise<Counted> {
  const { checked, failed } = await session.row(
    `SELECT count(*) FILTER (${isChecked})::DOUBLE AS checked,
            count(*) FILTER (${isChecked} AND ${offends})::DOUBLE AS failed
       FROM ${relation}`,
  );
  return {
    checked: Number(checked),
    failed: Number(failed),
    sample:
      Number(failed) === 0
        ? []
        : await sampleOf(
            session,
            `SELECT example_id FROM ${relation} WHERE ${isChecked} AND ${offends}`,
          ),
  };
}

/** The first of the ids that a query yields, in their own order, so that a sample is always the same. */
export async function sampleOf(
  session: Session,
  ids: string,
): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT coalesce(example_id, '(no id)') AS id FROM (${ids})
      ORDER BY id LIMIT ${SAMPLE_SIZE}`,
  );
  return rows.map(({ id }) => String(id));
}

/** Where the number of offenders is what was asked for. */
export function offendersObserved(counted: Counted): Measurement {
  return { ...counted, observed: counted.failed };
}
