import {
  parseRunField,
  type RunField,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { QueryError } from '../../../database/queryError';
import { isOneOf, rowsOf, sql, words, type Sql } from '../../../database/sql';
import type { Columns } from '../runSummaries';
import { FIELD_TABLES, idOf, type NameIds } from './fieldTable';

/** A column as it was asked for. */
export interface AskedColumn {
  readonly text: string;
  readonly field: RunField;
}

/** @throws QueryError where one is neither a metric nor a parameter */
export function askedColumns(
  texts: readonly string[] = [],
): readonly AskedColumn[] {
  return texts.map(text => {
    const field = parseRunField(text);
    if (field) return { text, field };
    throw new QueryError(
      `column: expected metrics.<name> or params.<name>, found ${text}.`,
      { text, at: 0 },
    );
  });
}

const VALUES: Readonly<Record<RunField['of'], Sql>> = {
  metrics: words('f.value AS number, NULL AS text'),
  params: words('f.number, f.text'),
};

/** Newest values of the columns, by run; null where a run has none. */
export async function columnsOfRuns(
  knex: Knex,
  seqs: readonly number[],
  columns: readonly AskedColumn[],
  ids: NameIds,
): Promise<ReadonlyMap<number, Columns>> {
  const found = new Map<number, Columns>(
    seqs.map(seq => [
      seq,
      Object.fromEntries(columns.map(({ text }) => [text, null])),
    ]),
  );
  for (const group of ['metrics', 'params'] as const) {
    const own = columns.filter(({ field }) => field.of === group);
    if (own.length === 0 || seqs.length === 0) continue;
    const nameIds = own.map(({ field }) => idOf(ids, field));
    const rows = await rowsOf<{
      seq: number;
      name_id: number;
      number: number | null;
      text: string | null;
    }>(
      knex,
      sql`SELECT f.seq, f.name_id, ${VALUES[group]} FROM ${FIELD_TABLES[group]} AS f
        WHERE ${isOneOf(words('f.name_id'), nameIds)} AND ${isOneOf(words('f.seq'), seqs)}`,
    );
    for (const { seq, name_id: nameId, number, text } of rows) {
      const asked = own.filter((_, i) => nameIds[i] === nameId);
      found.set(seq, {
        ...found.get(seq),
        ...Object.fromEntries(asked.map(it => [it.text, number ?? text])),
      });
    }
  }
  return found;
}
