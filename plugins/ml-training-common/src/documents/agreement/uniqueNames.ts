import type { Finding } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import { columnsOfView, type FeatureSet } from '../sections/features';
import type { Specification } from '../specification';
import { each, folded, repeated } from './rule';

/** Columns that every table of examples has; SQL compares names without regard to case. */
const OWN_COLUMNS = [
  'example_id',
  'prediction_time',
  'event_time',
  'available_at',
  'weight',
  'split',
];

/** What the platform itself calls `examples` in the team's SQL. */
const OWN_TABLES = ['examples'];

/** Names of tables and columns that would meet in one place must differ. */
export function uniqueNames(specification: Specification): Finding[] {
  const rules = [tableNames, featureSets, labelNames, segmentNames];
  return rules.flatMap(rule => [...whereSound(() => rule(specification))]);
}

function tableNames({ sources, tables }: Specification): Finding[] {
  const names = [
    ...Object.keys(sources).map(name => ({ section: 'sources', name })),
    ...Object.keys(tables).map(name => ({ section: 'tables', name })),
  ];
  return [
    ...repeated(names, ({ name }) => name).map(({ again, first }): Finding => ({
      path: [again.section, again.name],
      at: 'key',
      found: `${again.name}, which is also in section ${first.section}`,
      expected: 'a name that no other table or source has, in any case',
      advice: 'Rename one of the two: SQL reads both by name.',
    })),
    ...names.flatMap(({ section, name }) =>
      reserved(OWN_TABLES, [section, name], name),
    ),
  ];
}

function featureSets({ features, dataset }: Specification): Finding[] {
  return each(features, (set, views) => [
    ...(Object.keys(views).length === 0
      ? [
          {
            path: ['features', set],
            found: 'a feature set without views',
            expected: 'at least one view',
            advice: 'Add a view of kind columns, as_of, window or sql.',
          },
        ]
      : []),
    ...featureNames(set, views),
    ...(dataset?.feature_set_version === set
      ? labelsAmongFeatures(set, views, dataset.labels)
      : []),
  ]);
}

function featureNames(set: string, views: FeatureSet): Finding[] {
  const columns = columnsOf(views);
  return [
    ...repeated(columns, ({ name }) => name).map(
      ({ again, first }): Finding => ({
        path: ['features', set, again.view],
        at: 'key',
        found: `the feature ${again.name}, which view ${first.view} yields too`,
        expected: 'features with different names',
        advice: 'Rename the view, the computation or the column.',
      }),
    ),
    ...columns.flatMap(({ view, name }) =>
      reserved(OWN_COLUMNS, ['features', set, view], name),
    ),
  ];
}

function labelsAmongFeatures(
  set: string,
  views: FeatureSet,
  labels: readonly string[],
): Finding[] {
  const names = new Set(labels.map(folded));
  return columnsOf(views)
    .filter(({ name }) => names.has(folded(name)))
    .map(({ view, name }) => ({
      path: ['features', set, view],
      at: 'key',
      found: `the feature ${name}, which is also a label`,
      expected: 'features and labels with different names',
      advice: 'Rename one of the two.',
    }));
}

function columnsOf(
  views: FeatureSet,
): { readonly view: string; readonly name: string }[] {
  return Object.keys(views).flatMap(view => [
    ...whereSound(() =>
      columnsOfView(view, views[view]).map(({ name }) => ({ view, name })),
    ),
  ]);
}

function labelNames({ labels, dataset }: Specification): Finding[] {
  return [
    ...Object.keys(labels).flatMap(name =>
      reserved(OWN_COLUMNS, ['labels', name], name),
    ),
    ...repeated(Object.keys(labels), name => name).map(
      ({ again, first }): Finding => ({
        path: ['labels', again],
        at: 'key',
        found: `${again}, which differs from ${first} in case only`,
        expected: 'labels with different names',
        advice: 'Rename one of the two.',
      }),
    ),
    ...repeated(
      (dataset?.labels ?? []).map((name, i) => ({ name, i })),
      ({ name }) => name,
    ).map(({ again }): Finding => ({
      path: ['dataset', 'labels', again.i],
      found: `${again.name} a second time`,
      expected: 'every label once',
      advice: 'Remove one of the two.',
    })),
  ];
}

function segmentNames({ evaluation }: Specification): Finding[] {
  const names = Object.keys(evaluation?.segments ?? {});
  return [
    ...names.flatMap(name =>
      reserved(OWN_COLUMNS, ['evaluation', 'segments', name], name),
    ),
    ...repeated(names, name => name).map(({ again, first }): Finding => ({
      path: ['evaluation', 'segments', again],
      at: 'key',
      found: `${again}, which differs from ${first} in case only`,
      expected: 'segments with different names',
      advice: 'Rename one of the two.',
    })),
  ];
}

function reserved(
  names: readonly string[],
  path: string[],
  name: string,
): Finding[] {
  return names.includes(folded(name))
    ? [
        {
          path,
          at: 'key',
          found: `the name ${name}`,
          expected: 'a name that the platform does not use itself',
          advice: `Rename it; taken are ${names.join(', ')}.`,
        },
      ]
    : [];
}
