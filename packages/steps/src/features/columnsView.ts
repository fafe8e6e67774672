import type { FeatureView } from '@trainyard/backstage-plugin-ml-training-common';
import { POSITION, type BuiltView } from './builtView';
import type { Examples } from './examples';
import { typedColumn } from './typedColumn';

/** Columns that are known with the example itself. */
export function buildColumnsView(
  { columns }: FeatureView & { readonly kind: 'columns' },
  examples: Examples,
): BuiltView {
  return {
    relation: examples.relation,
    position: POSITION,
    features: columns.map(column => ({
      name: column.name,
      sql: typedColumn(column, 'examples', examples.columns),
    })),
    times: [],
  };
}
