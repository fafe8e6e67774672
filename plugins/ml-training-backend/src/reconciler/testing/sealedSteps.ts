import type { ArtifactStore } from '@trainyard/artifacts';
import {
  blockerText,
  checkDatasetParameters,
  checksDocumentOf,
  digestOfText,
  evaluate,
  evidenceDigests,
  gatesDocumentOf,
  modelVersionOf,
  registerModelParameters,
  runValidationGatesParameters,
  type AttemptEnd,
  type ChecksDocument,
  type Digest,
  type EvaluationDocument,
  type GatesDocument,
  type Plan,
  type PlanStep,
  type SplitDocument,
  type StepManifest,
  type WindowRows,
} from '@trainyard/backstage-plugin-ml-training-common';
import { AT, manifestOf, sealFiles } from '../../testing/storedRuns';

/** What a run is to come to, and where somebody bends it. */
export interface Script {
  /** The better the model, the higher; 0.7 is asked for. */
  readonly auc?: number;
  /** Rows without an hour, of 100; fewer than 10 are asked for. */
  readonly nulls?: number;
  readonly fails?: string;
  readonly bendGates?: (gates: GatesDocument) => unknown;
  readonly bendChecks?: (checks: ChecksDocument) => unknown;
  readonly bendManifest?: (manifest: StepManifest) => StepManifest;
  readonly bendRegistration?: (model: object) => unknown;
  /** Makes bytes of the trained model differ. */
  readonly weights?: string;
}

/** Who a run is. */
export interface Which {
  readonly run: string;
  readonly attempt: number;
  readonly plan: Plan;
}

type Ended = AttemptEnd['steps'][number];

/**
 * Does to a store what a runner would: seals what each step yields and its manifest,
 * and answers how the attempt ended. Documents are those that the domain makes.
 */
export async function sealSteps(
  store: ArtifactStore,
  { run, attempt, plan }: Which,
  script: Script = {},
): Promise<AttemptEnd> {
  const made = new Made(store, script);
  const ended: Ended[] = [];
  for (const step of plan.steps) {
    ended.push(await sealStep(store, { run, attempt }, step, made, script));
  }
  const has = (status: Ended['status']) =>
    ended.some(it => it.status === status);
  const decided = has('blocked') ? 'blocked' : 'succeeded';
  return {
    schema_version: 1,
    run,
    attempt,
    status: has('failed') ? 'failed' : decided,
    steps: ended,
    ended_at: AT,
  };
}

async function sealStep(
  store: ArtifactStore,
  which: { readonly run: string; readonly attempt: number },
  step: PlanStep,
  made: Made,
  script: Script,
): Promise<Ended> {
  const { name } = step;
  const inputs = made.inputsOf(step);
  const end = {
    id: name,
    identity: digestOfText(name),
    measured: step.measured,
    outputs: {},
    seconds: 1,
    because: [],
  };
  if (!inputs || !made.mayRun(step)) {
    made.statuses.set(name, 'skipped');
    return { ...end, identity: null, status: 'skipped', because: ['no input'] };
  }
  const failed = script.fails === name;
  const { outputs, blocked } = failed
    ? { outputs: {}, blocked: undefined }
    : await made.outputsOf(step);
  const decided = blocked ? 'blocked' : 'succeeded';
  const verdict = failed ? 'failed' : decided;
  const because = failed ? ['It broke.'] : (blocked ?? []);
  const manifest = manifestOf({
    ...which,
    step: name,
    key: step.key,
    identity: end.identity,
    verdict,
    because,
    inputs,
    outputs,
    logical: outputs.dataset ? { dataset: digestOfText('rows') } : {},
    metrics: metricsOf(name, made),
  });
  await store.runs.beginStep(which.run, which.attempt, name, {
    identity: manifest.identity,
    try: 1,
    at: AT,
    host: manifest.host,
  });
  await store.runs.sealStep(script.bendManifest?.(manifest) ?? manifest);
  made.statuses.set(name, verdict);
  made.outputs.set(name, outputs);
  return { ...end, status: verdict, outputs, because };
}

function metricsOf(step: string, { evaluation }: Made) {
  if (step === 'train-model') {
    return [3, 2, 1].map((value, at) => ({ name: 'loss', value, step: at }));
  }
  return step === 'evaluate-model' && evaluation
    ? [
        {
          name: 'test.calibrated.auc',
          value: aucOf(evaluation),
        },
      ]
    : [];
}

export function aucOf({ labels }: EvaluationDocument): number {
  return labels.late_v1.test.calibrated?.overall.metrics.auc ?? NaN;
}

/** What earlier steps yielded. */
class Made {
  readonly outputs = new Map<string, Record<string, Digest>>();
  readonly statuses = new Map<string, Ended['status']>();
  checks: ChecksDocument | undefined;
  evaluation: EvaluationDocument | undefined;
  gates: GatesDocument | undefined;

  constructor(
    private readonly store: ArtifactStore,
    private readonly script: Script,
  ) {}

  mayRun({ name, needs, tolerates }: PlanStep): boolean {
    if ([...this.statuses.values()].includes('failed')) return false;
    if (name === 'publish-report') return true;
    return needs.every(need => {
      const status = this.statuses.get(need);
      return (
        status === 'succeeded' ||
        (status === 'blocked' && tolerates.includes(need))
      );
    });
  }

  inputsOf({ inputs }: PlanStep): Record<string, Digest> | undefined {
    const found: Record<string, Digest> = {};
    for (const [name, input] of Object.entries(inputs)) {
      const tree =
        'tree' in input
          ? input.tree
          : this.outputs.get(input.step)?.[input.output];
      if (tree) found[name] = tree;
      else if (!('optional' in input)) return undefined;
    }
    return found;
  }

  async outputsOf(step: PlanStep): Promise<{
    readonly outputs: Record<string, Digest>;
    readonly blocked?: string[];
  }> {
    const outputs: Record<string, Digest> = {};
    for (const output of step.outputs) {
      outputs[output] = await sealFiles(
        this.store,
        await this.#filesOf(step, output),
      );
    }
    const verdict =
      (step.name === 'check-dataset' && this.checks?.verdict) ||
      (step.name === 'run-validation-gates' && this.gates?.verdict);
    return verdict && verdict.verdict === 'blocked'
      ? { outputs, blocked: verdict.because.map(blockerText) }
      : { outputs };
  }

  async #filesOf(
    step: PlanStep,
    output: string,
  ): Promise<Record<string, string>> {
    const json = (document: unknown) => JSON.stringify(document);
    switch (output) {
      case 'profile':
        return { 'profile.json': json({ schema_version: 1, sources: {} }) };
      case 'split':
        return { 'split.json': json(split) };
      case 'checks':
        return { 'checks.json': json(this.#judgeChecks(step)) };
      case 'evaluation':
        this.evaluation = evaluationOf(this.script.auc ?? 0.9);
        return { 'evaluation.json': json(this.evaluation) };
      case 'gates':
        return { 'gates.json': json(this.#judgeGates(step)) };
      case 'calibration':
        return { 'calibration.json': json(calibration) };
      case 'model':
        return { 'model.txt': this.script.weights ?? 'weights' };
      case 'registration':
        return { 'model.json': json(this.#register(step)) };
      default:
        return { [`${output}.txt`]: output };
    }
  }

  #judgeChecks({ parameters }: PlanStep): unknown {
    const { checks } = checkDatasetParameters.parse(parameters);
    const { nulls = 5, bendChecks } = this.script;
    this.checks = checksDocumentOf(checks, ({ check }) => {
      const failed = check === 'null_rate' ? nulls : 0;
      const observed = { null_rate: nulls / 100, row_count: 100 };
      return {
        observed: observed[check as keyof typeof observed] ?? 0,
        checked: 100,
        failed,
        sample: [],
      };
    });
    return bendChecks ? bendChecks(this.checks) : this.checks;
  }

  #judgeGates({ parameters }: PlanStep): unknown {
    const { gates } = runValidationGatesParameters.parse(parameters);
    const { bendGates, weights = 'weights' } = this.script;
    this.gates = gatesDocumentOf(gates, {
      ...(this.evaluation && { evaluation: this.evaluation }),
      ...(this.checks && { checks: this.checks }),
      modelBytes: weights.length,
    });
    return bendGates ? bendGates(this.gates) : this.gates;
  }

  #register(step: PlanStep): unknown {
    const { bendRegistration } = this.script;
    const model = modelVersionOf(
      registerModelParameters.parse(step.parameters),
      evidenceDigests.parse(this.inputsOf(step)),
      this.gates?.verdict ?? { verdict: 'passed' },
    );
    return bendRegistration ? bendRegistration(model) : model;
  }
}

const windowOf = (rows: number): SplitDocument['windows']['train'] => ({
  from: AT,
  to: AT,
  label_cutoff: AT,
  rows_in: rows,
  without_label: 0,
  immature: 0,
  rows_out: rows,
  positives: { late_v1: 10 },
});

const split: SplitDocument = {
  schema_version: 1,
  rows_in: 100,
  outside_windows: 0,
  windows: {
    train: windowOf(60),
    validation: windowOf(20),
    test: windowOf(20),
  },
};

const calibration = {
  schema_version: 1,
  method: 'platt',
  input: 'logit of the raw score',
  labels: {
    late_v1: {
      a: 1,
      b: 0,
      fitted_on: { split: 'validation', rows: 20, positives: 10 },
    },
  },
};

/** Half of 100 rows are late; a share of them, which is the AUC, is scored above the others. */
function evaluationOf(auc: number): EvaluationDocument {
  const raw = Float64Array.from({ length: 100 }, (_, i) => {
    if (i < 50) return 0.5;
    return i - 50 < auc * 50 ? 0.9 : 0.1;
  });
  const rows: WindowRows = {
    labels: Uint8Array.from({ length: 100 }, (_, i) => Number(i >= 50)),
    raw,
    calibrated: raw,
    segments: {},
  };
  return evaluate({
    metrics: ['auc'],
    primary: 'auc',
    labels: { late_v1: { validation: rows, test: rows } },
  });
}
