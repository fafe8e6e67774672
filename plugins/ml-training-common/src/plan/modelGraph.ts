import { gateOf, rawGateOf } from '../gates/parseGate';
import { secondsOf } from '../documents/instants';
import type { DraftStep } from './planInputs';
import type { GraphFacts } from './graphFacts';
import type {
  CalibratePredictionsParameters,
  CommandParameters,
  EvaluateModelParameters,
  PublishReportParameters,
  RegisterModelParameters,
  RunValidationGatesParameters,
} from './parameters/modelSteps';
import { envSecrets } from './ownSteps';
import type { Environment, PlanInput } from './plan';

/** From a checked dataset to a registered model, with a report whatever the verdict. */
export function modelSteps(facts: GraphFacts): DraftStep[] {
  const { calibration } = facts.specification;
  return [
    trainModel(facts),
    scoreModel(facts),
    ...(calibration ? [calibratePredictions(facts)] : []),
    evaluateModel(facts),
    runValidationGates(facts),
    publishReport(facts),
    registerModel(facts),
  ];
}

const from = (step: string, output: string): PlanInput => ({ step, output });
const maybe = (step: string, output: string): PlanInput => ({
  step,
  output,
  optional: true,
});

function trainModel(facts: GraphFacts): DraftStep {
  const { training, specification } = facts;
  return {
    name: 'train-model',
    command: trainingCommand(facts),
    ...commandPlace(facts),
    parameters: commandParameters(facts, training.hyperparameters),
    seeds: {
      ...specification.seeds,
      ...(training.random_seed !== undefined && {
        random_seed: training.random_seed,
      }),
    },
    threads: training.threads,
    inputs: {
      train: from('split-dataset', 'train'),
      validation: from('split-dataset', 'validation'),
    },
    outputs: ['model'],
    // Money is spent on training only after the dataset was found good.
    needs: ['check-dataset'],
    retries: training.retries,
    resources: {
      ...training.resources,
      ...(training.timeout && { timeout_seconds: secondsOf(training.timeout) }),
    },
    ...(training.workers > 1 && { workers: training.workers }),
  };
}

function scoreModel(facts: GraphFacts): DraftStep {
  const { scoring, training } = facts;
  return {
    name: 'score-model',
    // Looks at every prediction before any of them is believed.
    builtin: facts.builtin('score-model'),
    command: scoring.command,
    ...commandPlace(facts),
    parameters: commandParameters(facts, {}),
    threads: training.threads,
    inputs: {
      model: from('train-model', 'model'),
      examples: from('split-dataset', 'examples'),
    },
    outputs: ['predictions'],
    retries: training.retries,
    resources: {
      ...(scoring.resources ?? training.resources),
      ...(scoring.timeout && { timeout_seconds: secondsOf(scoring.timeout) }),
    },
  };
}

function trainingCommand({ training }: GraphFacts): string[] {
  if (!training.command) throw new TypeError('training has no command');
  return training.command;
}

/** Where the commands of training and scoring run. */
function commandPlace({ training, inputs, specification }: GraphFacts): {
  environment: Environment;
  code?: string;
  secrets?: DraftStep['secrets'];
} {
  const { runtime } = training;
  const code = runtime?.code && inputs.code.get(runtime.code);
  return {
    environment: inputs.environmentOf(runtime),
    ...(code && { code }),
    ...envSecrets(specification),
  };
}

function commandParameters(
  { specification, training, labels, features }: GraphFacts,
  hyperparameters: CommandParameters['hyperparameters'],
): DraftStep['parameters'] {
  const parameters: CommandParameters = {
    pipeline: specification.pipeline,
    model_name: training.model_name,
    hyperparameters,
    labels: [...labels],
    features: [...features],
  };
  return { ...parameters } as DraftStep['parameters'];
}

function builtinStep(
  { builtin, specification }: GraphFacts,
  name: string,
  parameters: object,
  inputs: Record<string, PlanInput>,
  outputs: string[],
): DraftStep {
  return {
    name,
    builtin: builtin(name),
    parameters: { ...parameters } as DraftStep['parameters'],
    inputs,
    outputs,
    resources: specification.resources ?? {},
  };
}

function calibratePredictions(facts: GraphFacts): DraftStep {
  const parameters: CalibratePredictionsParameters = {
    method: 'platt',
    fit_on: 'validation',
    labels: [...facts.labels],
  };
  return builtinStep(
    facts,
    'calibrate-predictions',
    parameters,
    {
      predictions: from('score-model', 'predictions'),
      labels: from('split-dataset', 'labels'),
    },
    ['calibration', 'calibrated'],
  );
}

function evaluateModel(facts: GraphFacts): DraftStep {
  const { evaluation, labels, specification } = facts;
  const parameters: EvaluateModelParameters = {
    metrics: [...new Set([...evaluation.metrics, evaluation.primary])],
    primary: evaluation.primary,
    labels: [...labels],
    segments: Object.keys(evaluation.segments).sort(),
  };
  return builtinStep(
    facts,
    'evaluate-model',
    parameters,
    {
      predictions: from('score-model', 'predictions'),
      labels: from('split-dataset', 'labels'),
      segments: from('split-dataset', 'segments'),
      ...(specification.calibration && {
        calibrated: from('calibrate-predictions', 'calibrated'),
      }),
    },
    ['evaluation'],
  );
}

function runValidationGates(facts: GraphFacts): DraftStep {
  const { specification } = facts;
  const parameters: RunValidationGatesParameters = {
    gates: specification.gates.map(
      specification.calibration ? gateOf : rawGateOf,
    ),
    labels: [...facts.labels],
  };
  return builtinStep(
    facts,
    'run-validation-gates',
    parameters,
    {
      evaluation: from('evaluate-model', 'evaluation'),
      model: from('train-model', 'model'),
      checks: from('check-dataset', 'checks'),
    },
    ['gates'],
  );
}

function publishReport(facts: GraphFacts): DraftStep {
  const { specification, training, evaluation, features } = facts;
  const parameters: PublishReportParameters = {
    pipeline: specification.pipeline,
    model_name: training.model_name,
    description: specification.description,
    owner: specification.owner,
    primary: evaluation.primary,
    hyperparameters: training.hyperparameters,
    features: [...features],
  };
  return {
    ...builtinStep(
      facts,
      'publish-report',
      parameters,
      {
        profile: maybe('validate-input-data', 'profile'),
        split: maybe('split-dataset', 'split'),
        checks: maybe('check-dataset', 'checks'),
        evaluation: maybe('evaluate-model', 'evaluation'),
        gates: maybe('run-validation-gates', 'gates'),
        ...(specification.calibration && {
          calibration: maybe('calibrate-predictions', 'calibration'),
        }),
      },
      ['report'],
    ),
    tolerates: ['validate-input-data', 'check-dataset', 'run-validation-gates'],
  };
}

function registerModel(facts: GraphFacts): DraftStep {
  const { training, scoring, specification } = facts;
  const { environment, code } = commandPlace(facts);
  const parameters: RegisterModelParameters = {
    model_name: training.model_name,
    scoring: {
      command: scoring.command,
      environment,
      ...(code && { code }),
      features: [...facts.features],
      labels: [...facts.labels],
    },
  };
  return {
    ...builtinStep(
      facts,
      'register-model',
      parameters,
      {
        model: from('train-model', 'model'),
        dataset: from('materialize-dataset', 'dataset'),
        checks: from('check-dataset', 'checks'),
        evaluation: from('evaluate-model', 'evaluation'),
        gates: from('run-validation-gates', 'gates'),
        report: from('publish-report', 'report'),
        ...(specification.calibration && {
          calibration: from('calibrate-predictions', 'calibration'),
        }),
      },
      ['registration'],
    ),
    tolerates: ['run-validation-gates'],
  };
}
