import { joinColumns } from '../documents/sections/join';
import { aggregateOf, type View } from '../documents/sections/features';
import {
  endOfDay,
  instantText,
  secondsOf,
  startOfDay,
} from '../documents/instants';
import {
  edgeOf,
  segmentColumn,
  type SegmentEntry,
} from '../documents/sections/evaluation';
import { defaultChecks } from '../checks/defaultChecks';
import { checkOf } from '../checks/parseCheck';
import type { DraftStep } from './planInputs';
import type { GraphFacts } from './graphFacts';
import type {
  BuildFeaturesParameters,
  BuildLabelsParameters,
  BuildTablesParameters,
  FeatureView,
  MaterializeDatasetParameters,
  Segment,
  SourceTable,
  SplitDatasetParameters,
  ValidateInputDataParameters,
} from './parameters/dataSteps';
import type { CheckDatasetParameters } from './parameters/modelSteps';
import type { PlanStep } from './plan';

/** From the sources to a dataset that was checked: what happens before money is spent on training. */
export function dataSteps(facts: GraphFacts): DraftStep[] {
  const { specification, builtin } = facts;
  const resources = specification.resources ?? {};
  const step = (
    name: string,
    parameters: object,
    inputs: PlanStep['inputs'],
    outputs: string[],
    more: Partial<DraftStep> = {},
  ): DraftStep => ({
    name,
    builtin: builtin(name),
    parameters: { ...parameters } as DraftStep['parameters'],
    inputs,
    outputs,
    resources,
    ...more,
  });
  const made = (makerOf: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(makerOf).map(([output, maker]) => [
        output,
        { step: maker, output },
      ]),
    );
  const sources = sourceInputs(facts);
  const tables = made({ tables: 'build-tables', examples: 'build-tables' });
  return [
    step('validate-input-data', inputDataParameters(facts), sources, [
      'profile',
    ]),
    step(
      'build-tables',
      tablesParameters(facts),
      sources,
      ['tables', 'examples'],
      { needs: ['validate-input-data'] },
    ),
    step('build-labels', labelsParameters(facts), tables, ['labels']),
    step('build-features', featuresParameters(facts), tables, ['features']),
    step(
      'materialize-dataset',
      datasetParameters(facts),
      made({
        examples: 'build-tables',
        labels: 'build-labels',
        features: 'build-features',
      }),
      ['dataset', 'context'],
    ),
    step(
      'split-dataset',
      splitParameters(facts),
      made({ dataset: 'materialize-dataset', context: 'materialize-dataset' }),
      ['train', 'validation', 'examples', 'labels', 'segments', 'split'],
    ),
    step(
      'check-dataset',
      checkParameters(facts),
      made({
        dataset: 'materialize-dataset',
        features: 'build-features',
        train: 'split-dataset',
        validation: 'split-dataset',
        examples: 'split-dataset',
        labels: 'split-dataset',
        split: 'split-dataset',
      }),
      ['checks'],
    ),
  ];
}

function sourceInputs({ inputs: { lock } }: GraphFacts): PlanStep['inputs'] {
  return Object.fromEntries(
    Object.entries(lock.sources).map(([name, { tree }]) => [name, { tree }]),
  );
}

function sourceTables({ specification }: GraphFacts): SourceTable[] {
  return Object.entries(specification.sources)
    .map(([name, { format, key }]) => {
      if (!format) throw new TypeError(`source "${name}" has no format`);
      return { name, format, key };
    })
    .sort(byName);
}

const byName = (a: { name: string }, b: { name: string }) =>
  Number(a.name > b.name) - Number(a.name < b.name);

function inputDataParameters(facts: GraphFacts): ValidateInputDataParameters {
  return { sources: sourceTables(facts) };
}

function tablesParameters(facts: GraphFacts): BuildTablesParameters {
  const { base_examples: base, prediction_time } = facts.dataset;
  const { sources, tables } = facts.specification;
  const key = (tables[base.source] ?? sources[base.source]).key;
  const where = {
    ...base.where,
    ...(base.surface !== undefined && { surface: base.surface }),
  };
  return {
    sources: sourceTables(facts),
    tables: Object.entries(tables)
      .map(([name, table]) => ({ name, ...table }))
      .sort(byName),
    examples: {
      source: base.source,
      key,
      prediction_time,
      range: {
        from: instantText(startOfDay(base.date_range.start)),
        to: instantText(endOfDay(base.date_range.end)),
      },
      ...(Object.keys(where).length > 0 && { where }),
    },
  };
}

function labelsParameters(facts: GraphFacts): BuildLabelsParameters {
  const { labels } = facts.specification;
  return {
    labels: facts.labels.map(name => {
      const { from, on, value } = labels[name];
      return { name, from, on: joinColumns(on), value, ...times(facts, from) };
    }),
  };
}

/** Both times of the facts of a table. */
function times({ specification }: GraphFacts, table: string) {
  const { event_time, available_at } = specification.tables[table];
  return { event_time, available_at };
}

function featuresParameters(facts: GraphFacts): BuildFeaturesParameters {
  const set = facts.specification.features[facts.dataset.feature_set_version];
  return {
    views: Object.entries(set)
      .map(([name, view]) => compileView(facts, name, view))
      .sort(byName),
  };
}

function compileView(facts: GraphFacts, name: string, view: View): FeatureView {
  if (view.kind === 'columns' || view.kind === 'sql') {
    return { ...view, name, columns: typedColumns(view.columns) };
  }
  const facing = {
    name,
    from: view.from,
    on: joinColumns(view.on),
    ...times(facts, view.from),
  };
  if (view.kind === 'as_of') {
    return {
      kind: 'as_of',
      ...facing,
      columns: typedColumns(view.columns),
      ...(view.max_age !== undefined && {
        max_age_seconds: secondsOf(view.max_age),
      }),
    };
  }
  return {
    kind: 'window',
    ...facing,
    windows: view.windows
      .map(label => ({ label, seconds: secondsOf(label) }))
      .sort((a, b) => a.seconds - b.seconds),
    compute: Object.entries(view.compute)
      .map(([computed, text]) => ({
        name: computed,
        aggregate: aggregateOf(text),
      }))
      .sort(byName),
  };
}

function typedColumns<T>(columns: Readonly<Record<string, T>>) {
  return Object.entries(columns)
    .map(([name, type]) => ({ name, type }))
    .sort(byName);
}

function datasetParameters(facts: GraphFacts): MaterializeDatasetParameters {
  const features = new Set(facts.features.map(({ name }) => name));
  const spoken = Object.values(facts.evaluation.segments).map(segmentColumn);
  return {
    name: facts.dataset.dataset_name,
    features: [...facts.features],
    labels: [...facts.labels],
    // What is a feature already is not carried twice.
    context: [...new Set(spoken)].filter(name => !features.has(name)).sort(),
  };
}

function splitParameters(facts: GraphFacts): SplitDatasetParameters {
  return {
    windows: facts.windows,
    features: [...facts.features],
    labels: [...facts.labels],
    segments: Object.entries(facts.evaluation.segments)
      .map(([name, entry]) => compileSegment(name, entry))
      .sort(byName),
  };
}

function compileSegment(name: string, entry: SegmentEntry): Segment {
  const column = segmentColumn(entry);
  if ('groups' in entry) {
    const groups = Object.entries(entry.groups).map(([group, upto]) => ({
      name: group,
      upto: upto === 'rest' ? null : upto,
    }));
    const rank = (upto: number | null) => upto ?? Infinity;
    return {
      by: 'rank',
      name,
      column,
      groups: groups.sort((a, b) => rank(a.upto) - rank(b.upto)),
    };
  }
  if ('buckets' in entry) {
    const edges = entry.buckets.map(edge => {
      const value = edgeOf(edge);
      return Number.isFinite(value) ? value : null;
    });
    return { by: 'buckets', name, column, edges };
  }
  return { by: 'value', name, column };
}

function checkParameters(facts: GraphFacts): CheckDatasetParameters {
  const { features, labels, windows } = facts;
  const set = facts.specification.features[facts.dataset.feature_set_version];
  return {
    checks: [
      ...defaultChecks({ features, labels }),
      ...facts.specification.checks.map(checkOf),
    ],
    windows,
    features: [...features],
    views: Object.entries(set)
      .filter(([, { kind }]) => kind !== 'columns')
      .map(([name]) => name)
      .sort(),
    labels: [...labels],
  };
}
