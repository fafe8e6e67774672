import type { Finding, Path } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import { inputOf } from '../sections/steps';
import type { Specification } from '../specification';
import { each, isOneOf } from './rule';

/** Every name that is used is a name that is given. */
export function references(specification: Specification): Finding[] {
  const rules = [viewTables, labelTables, datasetNames, stepSources];
  return rules.flatMap(rule => [...whereSound(() => rule(specification))]);
}

function viewTables({ features, tables, sources }: Specification): Finding[] {
  return each(features, (set, views) =>
    each(views, (name, view) =>
      'from' in view
        ? isTable(view.from, ['features', set, name, 'from'], tables, sources)
        : [],
    ),
  );
}

function labelTables({ labels, tables, sources }: Specification): Finding[] {
  return each(labels, (name, { from }) =>
    isTable(from, ['labels', name, 'from'], tables, sources),
  );
}

function datasetNames({
  dataset,
  features,
  labels,
  tables,
  sources,
}: Specification): readonly Finding[] {
  if (dataset === undefined) return [];
  const tableNames = [...Object.keys(tables), ...Object.keys(sources)];
  return [
    () =>
      isOneOf(
        dataset.base_examples.source,
        tableNames,
        ['dataset', 'base_examples', 'source'],
        'a table or a source',
      ),
    () =>
      isOneOf(
        dataset.feature_set_version,
        Object.keys(features),
        ['dataset', 'feature_set_version'],
        'a feature set of section features',
      ),
    () =>
      dataset.labels.flatMap((label, i) =>
        isOneOf(
          label,
          Object.keys(labels),
          ['dataset', 'labels', i],
          'a label of section labels',
        ),
      ),
  ].flatMap(rule => [...whereSound(rule)]);
}

function stepSources({ steps, sources }: Specification): Finding[] {
  return each(steps, (step, { inputs }) =>
    each(inputs, (name, text) => {
      const input = inputOf(text);
      if (!('source' in input)) return [];
      const path = ['steps', step, 'inputs', name];
      return isOneOf(input.source, Object.keys(sources), path, 'a source');
    }),
  );
}

function isTable(
  name: string,
  path: Path,
  tables: Specification['tables'],
  sources: Specification['sources'],
): Finding[] {
  if (!Object.hasOwn(tables, name) && Object.hasOwn(sources, name)) {
    return [
      {
        path,
        found: `the source ${name}`,
        expected: 'a table, which says when a fact happened and was known',
        advice: `Make a table of ${name} in section tables and name that.`,
      },
    ];
  }
  return isOneOf(name, Object.keys(tables), path, 'a table of section tables');
}
