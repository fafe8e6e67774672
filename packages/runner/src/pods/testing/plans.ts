import {
  digestOfText,
  type Plan,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';

type Change = Partial<Omit<PlanStep, 'name'>>;

export function builtinStep(name: string, change: Change = {}): PlanStep {
  return {
    name,
    builtin: { name, version: '1' },
    parameters: {},
    seeds: {},
    threads: 1,
    inputs: {},
    outputs: [],
    needs: [],
    tolerates: [],
    measured: false,
    retries: 0,
    resources: {},
    key: digestOfText(name),
    ...change,
  };
}

export function commandStep(
  name: string,
  script: string,
  change: Change = {},
): PlanStep {
  return {
    ...builtinStep(name, change),
    builtin: change.builtin,
    command: ['sh', '-c', script],
    environment: { kind: 'host', platform: 'linux' },
  };
}

export function planOf(steps: readonly PlanStep[]): Plan {
  return {
    schema_version: 1,
    pipeline: 'pods',
    namespace: 'default',
    specification: digestOfText('specification'),
    lock: digestOfText('lock'),
    sources: {},
    steps: [...steps],
  };
}

export const TRAIN =
  'cat $TRAINYARD_IN/rows/rows.csv > $TRAINYARD_OUT/model/model; echo trained; ' +
  'echo \'{"name":"auc","value":0.5,"step":1}\' > $TRAINYARD_METRICS';

export const SCORE =
  'tr 123 abc < $TRAINYARD_IN/model/model > $TRAINYARD_OUT/predictions/rows';

/** The default graph in small: what comes before training, two commands, and what comes after. */
export function graph(
  change: {
    readonly data?: Change;
    readonly check?: Change;
    readonly train?: Change & { readonly script?: string };
    readonly score?: Change & { readonly script?: string };
  } = {},
): Plan {
  const { script: train = TRAIN, ...trainChange } = change.train ?? {};
  const { script: score = SCORE, ...scoreChange } = change.score ?? {};
  return planOf([
    builtinStep('data', { outputs: ['rows'], ...change.data }),
    builtinStep('check', {
      needs: ['data'],
      inputs: { rows: { step: 'data', output: 'rows' } },
      ...change.check,
    }),
    commandStep('train', train, {
      needs: ['data', 'check'],
      inputs: { rows: { step: 'data', output: 'rows' } },
      outputs: ['model'],
      ...trainChange,
    }),
    commandStep('score', score, {
      builtin: { name: 'judge', version: '1' },
      needs: ['train'],
      inputs: { model: { step: 'train', output: 'model' } },
      outputs: ['predictions'],
      ...scoreChange,
    }),
    builtinStep('evaluate', {
      needs: ['score'],
      inputs: { predictions: { step: 'score', output: 'predictions' } },
      outputs: ['evaluation'],
    }),
    builtinStep('report', {
      needs: ['check', 'evaluate'],
      tolerates: ['check'],
      inputs: {
        evaluation: { step: 'evaluate', output: 'evaluation', optional: true },
      },
      outputs: ['report'],
    }),
  ]);
}
