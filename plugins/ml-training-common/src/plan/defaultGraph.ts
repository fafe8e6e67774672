import type { Specification } from '../documents/specification';
import { featureColumns } from '../documents/sections/features';
import { requiredSections, type RequiredSections } from './requiredSections';
import type { DraftStep, PlanInputs } from './compilePlan';
import { dataSteps } from './dataGraph';
import { modelSteps } from './modelGraph';
import type { NamedColumn } from './parameters/columns';
import { splitWindows } from './splitWindows';
import type { SplitWindows } from './parameters/dataSteps';

/** What several steps of the default graph are told alike. */
export interface GraphFacts extends RequiredSections {
  readonly inputs: PlanInputs;
  readonly specification: Specification;
  /** Sorted by name. */
  readonly features: readonly NamedColumn[];
  readonly labels: readonly string[];
  readonly windows: SplitWindows;
  /** The built-in of this name, with its version. */
  readonly builtin: (name: string) => { name: string; version: string };
}

/** The default graph of design §4, from the data to the registered model. */
export function defaultGraph(inputs: PlanInputs): DraftStep[] {
  const { specification, lock, versions } = inputs;
  const sections = requiredSections(specification);
  const { dataset } = sections;
  const facts: GraphFacts = {
    ...sections,
    inputs,
    specification,
    features: featureColumns(
      specification.features[dataset.feature_set_version],
    ),
    labels: dataset.labels,
    windows: splitWindows(dataset, lock.as_of?.instant),
    builtin: name => {
      const version = versions.get(name);
      if (version === undefined) throw new TypeError(`no built-in "${name}"`);
      return { name, version };
    },
  };
  return [...dataSteps(facts), ...modelSteps(facts)];
}
