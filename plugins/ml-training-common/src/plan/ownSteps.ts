import { secondsOf } from '../documents/instants';
import { inputOf, type OwnStep } from '../documents/sections/steps';
import type { Specification } from '../documents/specification';
import type { DraftStep, PlanInputs } from './planInputs';
import type { CommandParameters } from './parameters/modelSteps';
import type { PlanInput, PlanStep } from './plan';

/** The pipeline's own steps, sorted by name; what they need puts them in their place. */
export function ownSteps(inputs: PlanInputs): DraftStep[] {
  return Object.entries(inputs.specification.steps)
    .map(([name, step]) => ownStep(inputs, name, step))
    .sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
}

function ownStep(inputs: PlanInputs, name: string, step: OwnStep): DraftStep {
  const { specification } = inputs;
  const runtime = step.runtime ?? specification.training?.runtime;
  const code = runtime?.code && inputs.code.get(runtime.code);
  const parameters: CommandParameters = {
    pipeline: specification.pipeline,
    hyperparameters: step.hyperparameters,
    labels: [],
    features: [],
  };
  return {
    name,
    command: step.command,
    environment: inputs.environmentOf(runtime),
    ...(code && { code }),
    parameters: { ...parameters } as DraftStep['parameters'],
    seeds: step.seeds,
    threads: step.threads,
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([input, text]) => [
        input,
        planInput(inputs, text),
      ]),
    ),
    outputs: step.outputs,
    needs: step.needs,
    tolerates: step.tolerates,
    measured: step.measured,
    retries: step.retries,
    resources: {
      ...step.resources,
      ...(step.timeout && { timeout_seconds: secondsOf(step.timeout) }),
    },
    ...((step.workers ?? 1) > 1 && { workers: step.workers }),
    ...envSecrets(specification),
  };
}

function planInput({ lock }: PlanInputs, text: string): PlanInput {
  const input = inputOf(text);
  return 'source' in input ? { tree: lock.sources[input.source].tree } : input;
}

/** The secrets that commands find in their environment. */
export function envSecrets({ secrets }: Specification): {
  secrets?: PlanStep['secrets'];
} {
  const entries = Object.entries(secrets).flatMap(([name, reference]) =>
    'env' in reference ? [[name, { env: reference.env }] as const] : [],
  );
  return entries.length > 0 ? { secrets: Object.fromEntries(entries) } : {};
}
