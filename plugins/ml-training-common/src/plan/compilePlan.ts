import { canonicalJson } from '../json/canonicalJson';
import { digestOfJson, shortDigest, type Digest } from '../json/digest';
import type { Json } from '../json/json';
import type { Specification } from '../documents/specification';
import { orderSteps } from './orderSteps';
import { plan as planDocument, type Plan } from './plan';
import type { DraftStep, PlanInputs } from './planInputs';
import { planKey, type StepWork } from './planKey';
import { defaultGraph } from './defaultGraph';
import { ownSteps } from './ownSteps';

/**
 * Compiles a specification that has no problems into a plan. The same inputs give
 * the same plan, whatever the order of keys or the split into files.
 */
export function compilePlan(inputs: PlanInputs): Plan {
  const { specification, lock } = inputs;
  const drafts = [
    ...(specification.dataset ? defaultGraph(inputs) : []),
    ...ownSteps(inputs),
  ].map(complete);
  const order = orderSteps(drafts);
  if ('circle' in order) {
    throw new TypeError(`steps in a circle: ${order.circle.join(' → ')}`);
  }
  const keys = new Map<string, Digest>();
  const steps = order.ordered.map(step => {
    const key = planKey(step, name => keyOf(keys, name));
    keys.set(step.name, key);
    return { ...step, key };
  });
  return inCanonicalOrder({
    schema_version: 1,
    pipeline: specification.pipeline,
    namespace: specification.namespace,
    owner: specification.owner,
    model_name: specification.training?.model_name,
    dataset: datasetName(specification, keys),
    as_of: lock.as_of?.instant,
    ...(specification.training?.isolate_steps && { isolate_steps: true }),
    specification: digestOfJson(specification as Json),
    lock: digestOfJson(lock as Json),
    sources: Object.fromEntries(
      Object.entries(lock.sources).map(([name, { tree }]) => [name, tree]),
    ),
    steps,
  });
}

/**
 * As it will be read back from the store. A step that writes its parameters down
 * would else write other bytes for another order of keys, under one identity.
 */
function inCanonicalOrder(plan: Plan): Plan {
  return planDocument.parse(JSON.parse(canonicalJson(plan as unknown as Json)));
}

function complete(draft: DraftStep): StepWork {
  const inputs = draft.inputs ?? {};
  const makers = Object.values(inputs).flatMap(input =>
    'step' in input ? [input.step] : [],
  );
  return {
    seeds: {},
    threads: 1,
    tolerates: [],
    measured: false,
    retries: 0,
    resources: {},
    ...draft,
    inputs,
    needs: [...new Set([...makers, ...(draft.needs ?? [])])].sort(),
  };
}

function keyOf(keys: ReadonlyMap<string, Digest>, step: string): Digest {
  const key = keys.get(step);
  if (!key) throw new TypeError(`no step "${step}" before this one`);
  return key;
}

/** `auto` is the last day of the window and the short key of the work that made it. */
function datasetName(
  { dataset }: Specification,
  keys: ReadonlyMap<string, Digest>,
): Plan['dataset'] {
  if (!dataset) return undefined;
  const { dataset_name: name, dataset_version: version } = dataset;
  if (version !== 'auto') return { name, version };
  const lastDay = dataset.base_examples.date_range.end;
  const key = keyOf(keys, 'materialize-dataset');
  return { name, version: `${lastDay}-${shortDigest(key)}` };
}
