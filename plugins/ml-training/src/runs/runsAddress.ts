import {
  RUN_PURPOSES,
  RUN_STATES,
  type CallOf,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunsSort } from '@trainyard/backstage-plugin-ml-training-react';

/** What the list can be filtered by; each may have several values, of which one must fit. */
export const RUN_FILTERS = [
  'state',
  'pipeline',
  'owner',
  'engine',
  'purpose',
  'model',
  'dataset',
] as const;
export type RunFilter = (typeof RUN_FILTERS)[number];

/** What the address of the list says: it is the only place where this is kept. */
export interface RunsAddress {
  readonly filters: Readonly<Record<RunFilter, readonly string[]>>;
  /** Whole days in UTC, both inclusive; empty where there is no limit. */
  readonly from: string;
  readonly to: string;
  readonly where: string;
  readonly sort: RunsSort;
  /** `metrics.<name>` and `params.<name>`. */
  readonly columns: readonly string[];
  readonly cursor: string | undefined;
  /** Runs that were chosen to be compared. */
  readonly chosen: readonly string[];
}

/** Runs on a page. */
const PAGE = 25;

export function readAddress(search: URLSearchParams): RunsAddress {
  const values = (name: RunFilter) => [...new Set(search.getAll(name))];
  return {
    filters: {
      state: values('state').filter(value => isOneOf(RUN_STATES, value)),
      pipeline: values('pipeline'),
      owner: values('owner'),
      engine: values('engine'),
      purpose: values('purpose').filter(value => isOneOf(RUN_PURPOSES, value)),
      model: values('model'),
      dataset: values('dataset'),
    },
    from: dayOf(search.get('from')),
    to: dayOf(search.get('to')),
    where: search.get('where') ?? '',
    sort: {
      by: search.get('sort') ?? 'submitted',
      order: search.get('order') === 'asc' ? 'asc' : 'desc',
    },
    columns: [...new Set(search.getAll('column'))],
    cursor: search.get('cursor') ?? undefined,
    chosen: [...new Set(search.getAll('run'))],
  };
}

/** What the service is asked for the list at an address. */
export function queryOf({
  filters: { state, purpose, ...filters },
  from,
  to,
  where,
  sort,
  columns,
  cursor,
}: RunsAddress): CallOf<'listRuns'> {
  return {
    ...filled(filters),
    ...(state.length > 0 && {
      state: state.filter(value => isOneOf(RUN_STATES, value)),
    }),
    ...(purpose.length > 0 && {
      purpose: purpose.filter(value => isOneOf(RUN_PURPOSES, value)),
    }),
    ...(from !== '' && { from: `${from}T00:00:00.000Z` }),
    ...(to !== '' && { to: dayAfter(to) }),
    ...(where !== '' && { where }),
    sort: sort.by,
    order: sort.order,
    ...(columns.length > 0 && { column: [...columns] }),
    ...(cursor !== undefined && { cursor }),
    limit: PAGE,
  };
}

/** Whether anything narrows the list. */
export function isFiltered({ filters, from, to, where }: RunsAddress): boolean {
  return (
    RUN_FILTERS.some(name => filters[name].length > 0) ||
    [from, to, where].some(value => value !== '')
  );
}

/** An address without all that narrows the list; sort, columns and choice stay. */
export function withoutFilters(search: URLSearchParams): URLSearchParams {
  return changed(search, {
    ...Object.fromEntries(RUN_FILTERS.map(name => [name, []])),
    from: '',
    to: '',
    where: '',
  });
}

/** Another list begins at its first page; only what leaves the list as it is keeps the place in it. */
const KEEPS_THE_PLACE = ['run', 'cursor', 'column'];

/** The address after a change; what is empty is left out of it. */
export function changed(
  search: URLSearchParams,
  changes: Readonly<Record<string, string | readonly string[]>>,
): URLSearchParams {
  const after = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    after.delete(name);
    for (const one of [value].flat()) if (one !== '') after.append(name, one);
  }
  if (!Object.keys(changes).every(name => KEEPS_THE_PLACE.includes(name))) {
    after.delete('cursor');
  }
  return after;
}

function filled(
  filters: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(filters)
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name, [...values]]),
  );
}

function isOneOf<Value extends string>(
  values: readonly Value[],
  value: string,
): value is Value {
  return (values as readonly string[]).includes(value);
}

function dayOf(text: string | null): string {
  return text !== null &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text))
    ? text
    : '';
}

/** The instant at which a day has ended. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString();
}
