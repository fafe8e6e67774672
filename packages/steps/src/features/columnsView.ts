import type { FeatureView } from '@trainyard/backstage-plugin-ml-training-common';
import { identifier } from '../duckdb/session';
import { POSITION, type BuiltView } from './builtView';
import type { Examples } from './examples';
import { typedColumn } from './typedColumn';

/** Columns that are known with the example itself. */
export function buildColumnsView(
  { name, columns }: FeatureView & { readonly kind: 'columns' },
  examples: Examples,
): BuiltView {
  const features = columns.map(
    column =>
      `${typedColumn(column, 'examples', examples.columns, 'e')} AS ${identifier(column.name)}`,
  );
  return {
    name,
    relation: `(SELECT ${POSITION}, ${features.join(', ')} FROM ${examples.relation} e)`,
    features: columns.map(column => column.name),
    hasTimes: false,
  };
}
