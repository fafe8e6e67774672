import type { FeatureView } from '@trainyard/backstage-plugin-ml-training-common';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, type Session } from '../duckdb/session';
import { AsOfTimeline } from './asOfTimeline';
import { POSITION, timesOf, type BuiltView } from './builtView';
import type { Examples } from './examples';
import { factStream } from './facts';
import { sweep } from './sweep';
import { typedColumn } from './typedColumn';

type AsOfView = FeatureView & { readonly kind: 'as_of' };

const MICROSECONDS = 1_000_000;

/**
 * Builds a view of kind `as_of`: of each example the last fact that had happened
 * and was known, both at the latest at the very time of the prediction.
 *
 * @param facts - the table, as a relation with POSITION
 */
export async function buildAsOfView(
  session: Session,
  view: AsOfView,
  examples: Examples,
  facts: string,
): Promise<BuiltView> {
  const { name, from, columns, max_age_seconds } = view;
  const found = await columnsOf(session, facts);
  const features = columns.map(column => ({
    name: `${name}_${column.name}`,
    sql: typedColumn(column, from, found),
  }));
  const stream = await factStream(
    session,
    view,
    examples,
    facts,
    [`f.${POSITION}::DOUBLE`],
    // Of facts that become usable together, the timeline itself takes the last.
    { usable: 'greatest(available, event)', ties: [] },
  );
  const timeline = new AsOfTimeline(
    examples.rows,
    max_age_seconds && max_age_seconds * MICROSECONDS,
  );
  const { questions } = await examples.keysOf(Object.keys(view.on));
  await sweep(questions, session.batches(stream), timeline);
  const chosen = `chosen ${name}`;
  await session.createTable(chosen, { fact: timeline.rows });
  const table = identifier(`view ${name}`);
  const needed = [
    ...columns.map(column => column.name),
    view.event_time,
    view.available_at,
  ];
  await session.run(
    `CREATE TABLE ${table} AS
       SELECT ${[...new Set(needed)].map(column => `f.${identifier(column)}`).join(', ')}
         FROM ${identifier(chosen)} c LEFT JOIN ${facts} f ON f.${POSITION} = c.fact::BIGINT
        ORDER BY c.rowid;
     DROP TABLE ${identifier(chosen)}`,
  );
  return {
    relation: table,
    position: 'rowid',
    features,
    times: timesOf(
      name,
      identifier(view.event_time),
      identifier(view.available_at),
    ),
  };
}
