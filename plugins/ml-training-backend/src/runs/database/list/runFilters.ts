import type { RunsQuery } from '@trainyard/backstage-plugin-ml-training-common';
import { QueryError } from '../../../database/queryError';
import { isOneOf, sql, words, type Sql } from '../../../database/sql';
import type { Visibility } from '../../../permissions/visibility';
import { visibleRows } from '../../../permissions/visibleRows';

const COLUMNS = {
  state: words('r.state'),
  pipeline: words('r.pipeline'),
  owner: words('r.owner'),
  namespace: words('r.namespace'),
  model: words('r.model'),
  dataset: words('r.dataset'),
  engine: words('r.engine'),
  purpose: words('r.purpose'),
  trigger: words('r.set_off_by'),
} as const satisfies { readonly [Filter in keyof RunsQuery]?: Sql };

const FILTERS = Object.keys(COLUMNS) as readonly (keyof typeof COLUMNS)[];

/**
 * Conditions on `runs AS r`, but for the expression.
 *
 * @throws QueryError where a date is none
 */
export function runFilters(
  query: RunsQuery,
  visible: Visibility,
): readonly Sql[] {
  const conditions = FILTERS.flatMap(filter => {
    const wanted = query[filter];
    return wanted ? [isOneOf(COLUMNS[filter], wanted)] : [];
  });
  const { from, to } = query;
  if (from !== undefined) {
    conditions.push(sql`r.submitted_at >= ${millisecondsIn('from', from)}`);
  }
  if (to !== undefined) {
    conditions.push(sql`r.submitted_at < ${millisecondsIn('to', to)}`);
  }
  if (visible.rows !== 'all') {
    const { owner, namespace } = COLUMNS;
    conditions.push(visibleRows(visible, { owner, namespace }));
  }
  return conditions;
}

const MOMENT =
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

function millisecondsIn(parameter: 'from' | 'to', text: string): number {
  const milliseconds = MOMENT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds)) {
    throw new QueryError(
      `${parameter}: expected a day or a moment with its zone, found ${text}. Write 2026-07-01 (its beginning in UTC) or 2026-07-01T08:00:00Z.`,
      { text, at: 0 },
    );
  }
  return milliseconds;
}
