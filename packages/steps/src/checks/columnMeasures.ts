import type {
  Bounds,
  Check,
} from '@trainyard/backstage-plugin-ml-training-common';
import { double, isNumber } from '../dataset/numbers';
import { identifier } from '../duckdb/session';
import { NotMeasurable, type DatasetFile } from './datasetTables';
import { countOffenders, offendersObserved, sampleOf } from './offenders';
import type { CheckedDataset, Measure } from './measure';

/** @throws NotMeasurable also where the split was told to have other rows: evidence must not contradict itself */
export const measureRowCount: Measure = async (
  { session, tables, splitRows },
  check,
) => {
  const file = fileOf(check, false);
  const { rows } = await session.row(
    `SELECT count(*)::DOUBLE AS rows FROM ${tables.relation(file)}`,
  );
  const told = check.split && (await splitRows(check.split));
  if (told !== undefined && told !== rows) {
    throw new NotMeasurable(
      `${file} has ${rows} rows, but split/split.json tells of ${told}`,
    );
  }
  return {
    observed: Number(rows),
    checked: Number(rows),
    failed: 0,
    sample: [],
  };
};

/** NaN is no value either: a model cannot tell it from null. */
export const measureNullRate: Measure = async (dataset, check) => {
  const { relation, column, type } = columnOf(dataset, check);
  const counted = await countOffenders(
    dataset.session,
    relation,
    type === 'DOUBLE' || type === 'FLOAT'
      ? `(${column} IS NULL OR isnan(${column}))`
      : `${column} IS NULL`,
  );
  return { ...counted, observed: rate(counted.failed, counted.checked) };
};

/** Rows beyond the first of their value; an example without an id counts as one of them. */
export const measureDuplicates: Measure = async (dataset, check) => {
  const { session } = dataset;
  const { relation, column } = columnOf(dataset, check);
  const isId = check.column === 'example_id';
  const { checked, named, different } = await session.row(
    `SELECT count(*)::DOUBLE AS checked, count(${column})::DOUBLE AS named,
            count(DISTINCT ${column})::DOUBLE AS different
       FROM ${relation}`,
  );
  const failed = Number(isId ? checked : named) - Number(different);
  const repeated = `${column} IN (
    SELECT ${column} FROM ${relation} GROUP BY ${column} HAVING count(*) > 1)`;
  return {
    observed: failed,
    checked: Number(checked),
    failed,
    sample:
      failed === 0
        ? []
        : await sampleOf(
            session,
            `SELECT example_id FROM ${relation}
              WHERE ${repeated} ${isId ? `OR ${column} IS NULL` : ''}`,
          ),
  };
};

export const measureRange: Measure = async (dataset, check) => {
  const { relation, column, type } = columnOf(dataset, check);
  if (!isNumber(type)) {
    throw new NotMeasurable(
      `column "${check.column}" is ${type}: only numbers have a range`,
    );
  }
  return offendersObserved(
    await countOffenders(
      dataset.session,
      relation,
      isOutside(`${column}::DOUBLE`, check.expect),
      `${column} IS NOT NULL`,
    ),
  );
};

/** The share of 1 among the labels that are there. */
export const measureLabelRate: Measure = async (dataset, check) => {
  const { relation, column, type } = columnOf(dataset, check);
  if (!isNumber(type) && type !== 'BOOLEAN') {
    throw new NotMeasurable(
      `label "${check.column}" is ${type}: expected 0 and 1`,
    );
  }
  const { labelled, ones, zeros } = await dataset.session.row(
    `SELECT count(label)::DOUBLE AS labelled,
            count(*) FILTER (label = 1)::DOUBLE AS ones,
            count(*) FILTER (label = 0)::DOUBLE AS zeros
       FROM (SELECT ${column}::DOUBLE AS label FROM ${relation})`,
  );
  const strange = Number(labelled) - Number(ones) - Number(zeros);
  if (strange > 0) {
    throw new NotMeasurable(
      `${strange} values of label "${check.column}" are neither 0 nor 1`,
    );
  }
  return {
    observed: rate(Number(ones), Number(labelled)),
    checked: Number(labelled),
    failed: 0,
    sample: [],
  };
};

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Where the rows of a check lie. Labels of the test are kept apart from its examples. */
function fileOf({ split }: Check, isLabel: boolean): DatasetFile {
  switch (split) {
    case 'train':
      return 'train/train.parquet';
    case 'validation':
      return 'validation/validation.parquet';
    case 'test':
      return isLabel ? 'labels/test.parquet' : 'examples/test.parquet';
    default:
      return 'dataset/dataset.parquet';
  }
}

/** The column of a check as SQL, with its table and its type. */
function columnOf({ tables, parameters }: CheckedDataset, check: Check) {
  const { column = '' } = check;
  const file = fileOf(check, parameters.labels.includes(column));
  return {
    relation: tables.relation(file, { example_id: null, [column]: null }),
    column: identifier(column),
    type: tables.columns(file).get(column) ?? '',
  };
}

/** How a value compares with a bound that it breaks. */
const BROKEN_BY = {
  at_least: '<',
  above: '<=',
  at_most: '>',
  below: '>=',
} as const;
const SIDES = ['at_least', 'above', 'at_most', 'below'] as const;

/** Whether a DOUBLE lies outside; NaN, which is larger than every number here, always does. */
function isOutside(value: string, bounds: Bounds): string {
  const broken = SIDES.flatMap(side => {
    const bound = bounds[side];
    return bound === undefined
      ? []
      : [`${value} ${BROKEN_BY[side]} ${double(bound)}`];
  });
  return `(${[`isnan(${value})`, ...broken].join(' OR ')})`;
}
