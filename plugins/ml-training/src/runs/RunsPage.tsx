import { hasEnded } from '@trainyard/backstage-plugin-ml-training-common';
import {
  CursorPager,
  ErrorPanel,
  RUN_COLUMNS,
  RunsTable,
  useAnswer,
  valueColumn,
  type RunsSort,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Flex } from '@backstage/ui';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ExpressionField } from './ExpressionField';
import { mistakeIn, mistakeOf } from './ExpressionMistake';
import { NoRuns } from './NoRuns';
import { RunFilters } from './RunFilters';
import {
  changed,
  isFiltered,
  queryOf,
  readAddress,
  withoutFilters,
} from './runsAddress';
import { RunsToolbar } from './RunsToolbar';
import { useSteadyRuns } from './useSteadyRuns';

/** Milliseconds between two looks, while something runs and while nothing does. */
const SOON = 3000;
const LATER = 10_000;

/** At most so many runs can be compared. */
const COMPARED = 5;

const NO_FIELDS = { metrics: [], params: [] };

/** What ran, and how did it go? Filters, sort, page and choice are in the address. */
export function RunsPage() {
  const [search, setSearch] = useSearchParams();
  const address = useMemo(() => readAddress(search), [search]);
  const query = queryOf(address);
  const misread = mistakeIn(address.where);
  const change = useCallback(
    (changes: Readonly<Record<string, string | readonly string[]>>) =>
      setSearch(before => changed(before, changes)),
    [setSearch],
  );
  const clear = useCallback(() => setSearch(withoutFilters), [setSearch]);
  const look = useCallback((where: string) => change({ where }), [change]);
  const showColumns = useCallback(
    (column: readonly string[]) => change({ column }),
    [change],
  );
  const sort = useCallback(
    ({ by, order }: RunsSort) => change({ sort: by, order }),
    [change],
  );
  const facets = useAnswer('runFacets', {});
  // What the filters offer may come later than the rows: it takes long to draw.
  const known = useDeferredValue(
    facets.status === 'loaded' ? facets.answer : undefined,
  );
  const runs = useAnswer('listRuns', query, {
    again: ({ items }) =>
      items.every(({ state }) => hasEnded(state)) ? LATER : SOON,
    idle: misread !== undefined,
  });
  const answer = runs.status === 'loaded' ? runs.answer : undefined;
  const { shown, waiting, showAll } = useSteadyRuns(
    JSON.stringify(query),
    answer?.items,
  );
  const mistake =
    misread ??
    (runs.status === 'failed'
      ? mistakeOf(runs.error, address.where)
      : undefined);

  const columns = useMemo(
    () => [...RUN_COLUMNS, ...address.columns.map(valueColumn)],
    [address],
  );
  const chosen = useMemo(
    () => ({
      runs: address.chosen,
      most: COMPARED,
      onChange: (ids: readonly string[]) =>
        setSearch(before => changed(before, { run: ids }), { replace: true }),
    }),
    [address, setSearch],
  );
  const filtered = isFiltered(address);
  const empty = useMemo(() => <NoRuns filtered={filtered} />, [filtered]);
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <RunFilters
          address={address}
          facets={known}
          onChange={change}
          onClear={clear}
        />
        <ExpressionField
          value={address.where}
          facets={known ?? NO_FIELDS}
          mistake={mistake}
          onChange={look}
        />
        {runs.status === 'failed' && !mistake && (
          <ErrorPanel error={runs.error} retry={runs.refresh} />
        )}
        {runs.status === 'loaded' && runs.stale && (
          <ErrorPanel
            error={runs.stale}
            means="The list may be old."
            retry={runs.refresh}
          />
        )}
        {runs.status !== 'failed' && !mistake && (
          <>
            <RunsToolbar
              total={answer?.total}
              waiting={waiting}
              onShowAll={showAll}
              facets={known}
              columns={address.columns}
              onColumns={showColumns}
              chosen={chosen}
            />
            <RunsTable
              label="Runs"
              runs={shown}
              columns={columns}
              sort={address.sort}
              onSort={sort}
              chosen={chosen}
              awaited={10}
              empty={empty}
            />
            {answer && (
              <CursorPager page={answer} go={cursor => change({ cursor })} />
            )}
          </>
        )}
      </Flex>
    </Container>
  );
}
