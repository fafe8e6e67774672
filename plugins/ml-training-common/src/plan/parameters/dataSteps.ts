import { z } from 'zod';
import {
  factTimes,
  instantRange,
  joinOn,
  namedColumn,
  planInstant,
} from './columns';

/** A source as a built-in reads it; its files lie in the input of the same name. */
export const sourceTable = z.strictObject({
  name: z.string(),
  format: z.enum(['parquet', 'csv']),
  /** `row` is the 0-based position in the file where the file has no such column. */
  key: z.array(z.string()),
});
export type SourceTable = z.output<typeof sourceTable>;

/** Inputs: one a source. Outputs: `profile/profile.json`. */
export const validateInputDataParameters = z.strictObject({
  sources: z.array(sourceTable),
});
export type ValidateInputDataParameters = z.output<
  typeof validateInputDataParameters
>;

/**
 * Inputs: one a source. Outputs: `tables/<name>.parquet`, and
 * `examples/examples.parquet`: example_id, prediction_time and the columns of the base table.
 */
export const buildTablesParameters = z.strictObject({
  sources: z.array(sourceTable),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      sql: z.string(),
      key: z.array(z.string()),
      ...factTimes,
    }),
  ),
  examples: z.strictObject({
    /** A table or a source. */
    source: z.string(),
    key: z.array(z.string()).min(1),
    prediction_time: z.string(),
    range: instantRange,
    /** Column must equal the value, such as `surface: home_feed`. */
    where: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional(),
  }),
});
export type BuildTablesParameters = z.output<typeof buildTablesParameters>;

/**
 * Inputs: tables, examples. Outputs: `labels/labels.parquet`: example_id and a label
 * `L`, `L.label_time`, `L.available_at`; null where no fact was found.
 */
export const buildLabelsParameters = z.strictObject({
  labels: z.array(
    z.strictObject({
      name: z.string(),
      from: z.string(),
      on: joinOn,
      value: z.string(),
      ...factTimes,
    }),
  ),
});
export type BuildLabelsParameters = z.output<typeof buildLabelsParameters>;

const aggregate = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('count') }),
  z.strictObject({ op: z.enum(['sum', 'mean']), column: z.string() }),
]);
export type Aggregate = z.output<typeof aggregate>;

export const featureView = z.discriminatedUnion('kind', [
  /** Columns of the example itself. Features are named as they are. */
  z.strictObject({
    kind: z.literal('columns'),
    name: z.string(),
    columns: z.array(namedColumn),
  }),
  /** The last fact known: `<view>_<column>`. */
  z.strictObject({
    kind: z.literal('as_of'),
    name: z.string(),
    from: z.string(),
    on: joinOn,
    ...factTimes,
    columns: z.array(namedColumn),
    /** A fact older than this at prediction time counts as unknown. */
    max_age_seconds: z.int().positive().optional(),
  }),
  /**
   * Aggregates over facts with t − window ≤ event_time < t and available_at ≤ t:
   * `<view>_<compute>_<window>`. A count of nothing is 0, a sum of nothing 0, a mean of nothing null.
   */
  z.strictObject({
    kind: z.literal('window'),
    name: z.string(),
    from: z.string(),
    on: joinOn,
    ...factTimes,
    windows: z
      .array(z.strictObject({ label: z.string(), seconds: z.int().positive() }))
      .min(1),
    compute: z.array(z.strictObject({ name: z.string(), aggregate })).min(1),
  }),
  /**
   * The team's SELECT over `examples` and the tables. Must return example_id, the columns, and
   * `event_time` and `available_at` of the newest fact that contributed to the row: `<view>_<column>`.
   */
  z.strictObject({
    kind: z.literal('sql'),
    name: z.string(),
    sql: z.string(),
    columns: z.array(namedColumn),
  }),
]);
export type FeatureView = z.output<typeof featureView>;

/**
 * Inputs: tables, examples. Outputs: `features/features.parquet` (example_id and the features) and
 * `features/times.parquet` (example_id and, a view, `V.event_time` and `V.available_at`: the newest of
 * both that contributed, null where nothing did; views of kind `columns` have none).
 */
export const buildFeaturesParameters = z.strictObject({
  views: z.array(featureView),
});
export type BuildFeaturesParameters = z.output<typeof buildFeaturesParameters>;

/**
 * Inputs: examples, labels, features. Outputs: `dataset/dataset.parquet` (example_id, prediction_time,
 * features, and a label `L`, `L.label_time`, `L.available_at`) and `context/context.parquet`
 * (example_id and the columns that segments speak of).
 */
export const materializeDatasetParameters = z.strictObject({
  name: z.string(),
  features: z.array(namedColumn),
  labels: z.array(z.string()),
  context: z.array(z.string()),
});
export type MaterializeDatasetParameters = z.output<
  typeof materializeDatasetParameters
>;

export const segment = z.discriminatedUnion('by', [
  /** Values ranked by their training rows (most first, ties by value); `upto` is the last rank of a group, null the rest. */
  z.strictObject({
    by: z.literal('rank'),
    name: z.string(),
    column: z.string(),
    groups: z.array(
      z.strictObject({ name: z.string(), upto: z.int().positive().nullable() }),
    ),
  }),
  /** Half-open `[low, high)`, named so; null is infinity. */
  z.strictObject({
    by: z.literal('buckets'),
    name: z.string(),
    column: z.string(),
    edges: z.array(z.number().nullable()).min(2),
  }),
  z.strictObject({
    by: z.literal('value'),
    name: z.string(),
    column: z.string(),
  }),
]);
export type Segment = z.output<typeof segment>;

export const splitWindow = z.strictObject({
  ...instantRange.shape,
  /** A label known later than this does not count: its row is dropped and counted. */
  label_cutoff: planInstant,
});
export const splitWindows = z.strictObject({
  train: splitWindow,
  validation: splitWindow,
  test: splitWindow,
});
export type SplitWindows = z.output<typeof splitWindows>;

/**
 * Inputs: dataset, context. Outputs: `train/train.parquet` and `validation/validation.parquet`
 * (example_id, prediction_time, features, labels), `examples/{validation,test}.parquet` (without
 * labels), `labels/{validation,test}.parquet` (example_id and labels; never beside user code),
 * `segments/segments.parquet` (example_id, split, a VARCHAR a segment) and `segments/segments.json`
 * (groups in reading order), `split/split.json`.
 */
export const splitDatasetParameters = z.strictObject({
  windows: splitWindows,
  features: z.array(namedColumn),
  labels: z.array(z.string()),
  segments: z.array(segment),
});
export type SplitDatasetParameters = z.output<typeof splitDatasetParameters>;
