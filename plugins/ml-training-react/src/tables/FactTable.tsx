import { Cell, Column, Table } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './tables.module.css';

export interface FactColumn<Row> {
  readonly heading: string;
  readonly value: (row: Row) => ReactNode;
  /** Right-aligned, tabular figures; the unit stands in the heading. */
  readonly numbers?: boolean;
}

/** A small table that is there to be read: the first column names the row. */
export function FactTable<Row>({
  columns,
  rows,
  keyOf,
  empty,
}: {
  readonly columns: readonly FactColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Said where there are no rows. */
  readonly empty?: ReactNode;
}) {
  return (
    <Table
      columnConfig={columns.map(({ heading, value, numbers }, i) => ({
        id: heading,
        label: heading,
        isRowHeader: i === 0,
        ...(numbers && {
          header: () => (
            <Column id={heading} className={styles.numbersHead}>
              {heading}
            </Column>
          ),
        }),
        cell: ({ row }: { readonly id: string; readonly row: Row }) => (
          <Cell className={numbers ? styles.numbers : styles.words}>
            {value(row)}
          </Cell>
        ),
      }))}
      data={rows.map(row => ({ id: keyOf(row), row }))}
      pagination={{ type: 'none' }}
      emptyState={empty}
    />
  );
}
