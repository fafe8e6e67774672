import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import {
  Cell,
  Checkbox,
  Column,
  Row,
  Skeleton,
  TableBody,
  TableHeader,
  TableRoot,
  VisuallyHidden,
} from '@backstage/ui';
import {
  memo,
  startTransition,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { useTrainingLinks } from '../routes/useTrainingLinks';
import { fittingRank, leastWidth } from './fittingColumns';
import { RUN_COLUMNS, type RunColumn } from './runColumns';
import { useShownRuns } from './useShownRuns';
import { useWidth } from './useWidth';
import styles from './runs.module.css';

export interface RunsSort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}

export interface ChosenRuns {
  readonly runs: readonly string[];
  /** More cannot be chosen. */
  readonly most: number;
  readonly onChange: (runs: readonly string[]) => void;
}

export interface RunsTableProps {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly runs: readonly RunSummary[] | undefined;
  readonly columns?: readonly RunColumn[];
  readonly sort?: RunsSort;
  readonly onSort?: (sort: RunsSort) => void;
  /** Rows can be chosen. */
  readonly chosen?: ChosenRuns;
  /** How many skeleton rows. */
  readonly awaited?: number;
  readonly empty?: ReactNode;
}

/**
 * Runs as rows, as the service ordered them. While `runs` is undefined for long
 * there are skeleton rows of the final height.
 *
 * Drawing a row costs many times what anything else here does: what is equal to
 * what was given before should be the same object, or all rows are drawn anew.
 */
export const RunsTable = memo(
  ({ runs, columns = RUN_COLUMNS, chosen, ...props }: RunsTableProps) => {
    const [scroll, width] = useWidth();
    const shown = useShownRuns(runs);
    const room = (width ?? 0) - (chosen ? CHOICE_WIDTH : 0);
    const most = fittingRank(columns, room);
    const fitting = useMemo(
      () => [
        ...(chosen ? [choiceColumn(chosen)] : []),
        ...columns.filter(({ rank }) => rank <= most),
      ],
      [chosen, columns, most],
    );
    return (
      <div className={styles.scroll} ref={scroll}>
        {width !== undefined && shown !== undefined && (
          <Rows
            {...props}
            columns={fitting}
            runs={shown === 'skeletons' ? undefined : shown}
            isPending={runs === undefined}
          />
        )}
      </div>
    );
  },
);

const Rows = memo(
  ({
    label,
    runs,
    columns,
    isPending,
    sort,
    onSort,
    awaited = 5,
    empty,
  }: Omit<RunsTableProps, 'columns' | 'chosen'> & {
    readonly columns: readonly RunColumn[];
    readonly isPending: boolean;
  }) => {
    const links = useTrainingLinks();
    const most = useFirstScreen();
    const rows = useMemo<Item[]>(
      () =>
        runs?.slice(0, most).map(run => ({ id: run.run, run })) ??
        Array.from({ length: awaited }, (_, i) => ({ id: `awaited-${i}` })),
      [runs, most, awaited],
    );
    return (
      <TableRoot
        aria-label={label}
        style={{ minWidth: `${leastWidth(columns)}rem` }}
        isPending={isPending}
        sortDescriptor={
          sort && {
            column: sort.by,
            direction: sort.order === 'asc' ? 'ascending' : 'descending',
          }
        }
        onSortChange={({ column, direction }) =>
          onSort?.({
            by: String(column),
            order: direction === 'ascending' ? 'asc' : 'desc',
          })
        }
      >
        <TableHeader columns={columns}>
          {column => (
            <Column
              id={column.id}
              isRowHeader={column.id === ROW_HEADER}
              allowsSorting={onSort !== undefined && column.sortable}
              className={column.numbers ? styles.numbersHead : styles.head}
              style={{ width: column.width && `${column.width}rem` }}
            >
              {column.id === CHOICE ? (
                <VisuallyHidden>{column.label}</VisuallyHidden>
              ) : (
                column.label
              )}
            </Column>
          )}
        </TableHeader>
        <TableBody
          items={rows}
          dependencies={[columns]}
          renderEmptyState={() => empty}
        >
          {({ id, run }) => (
            <Row
              id={id}
              columns={columns}
              dependencies={[columns]}
              className={styles.row}
            >
              {column => (
                <Cell className={column.numbers ? styles.numbers : styles.cell}>
                  {run ? column.cell(run, links) : <Awaited column={column} />}
                </Cell>
              )}
            </Row>
          )}
        </TableBody>
      </TableRoot>
    );
  },
);

/** Rows that fill a screen. */
const FIRST_SCREEN = 14;

/** How many rows are drawn: at first those that are in view, the others when these can be read. */
function useFirstScreen(): number | undefined {
  const [most, setMost] = useState<number | undefined>(FIRST_SCREEN);
  useEffect(() => startTransition(() => setMost(undefined)), []);
  return most;
}

interface Item {
  readonly id: string;
  /** Undefined while it is awaited. */
  readonly run?: RunSummary;
}

/** A row's header must not be empty for whoever hears it. */
function Awaited({ column: { id } }: { readonly column: RunColumn }) {
  return (
    <>
      <Skeleton width="70%" />
      {id === ROW_HEADER && <VisuallyHidden>Loading</VisuallyHidden>}
    </>
  );
}

const ROW_HEADER = 'pipeline';
const CHOICE = 'choice';
const CHOICE_WIDTH = 2.5;

function choiceColumn({ runs, most, onChange }: ChosenRuns): RunColumn {
  return {
    id: CHOICE,
    label: 'Choose',
    width: CHOICE_WIDTH,
    rank: 0,
    cell: ({ run, pipeline }) => {
      const isChosen = runs.includes(run);
      return (
        <Checkbox
          aria-label={`Choose ${run} of ${pipeline.name} to compare`}
          isSelected={isChosen}
          isDisabled={!isChosen && runs.length >= most}
          onChange={() =>
            onChange(
              isChosen ? runs.filter(other => other !== run) : [...runs, run],
            )
          }
        />
      );
    },
  };
}
