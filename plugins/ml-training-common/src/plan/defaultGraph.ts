import { featureColumns } from '../documents/sections/features';
import type { GraphFacts } from './graphFacts';
import { requiredSections } from './requiredSections';
import type { DraftStep, PlanInputs } from './planInputs';
import { dataSteps } from './dataGraph';
import { modelSteps } from './modelGraph';
import { splitWindows } from './splitWindows';

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
