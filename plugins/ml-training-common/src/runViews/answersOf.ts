import type { Answer, RunDetail, RunSummary, StepView } from '../api/runs';
import type { Specification } from '../documents/specification';
import { canonicalJson } from '../json/canonicalJson';
import { shortDigest, type Digest } from '../json/digest';
import type { Lock } from '../lock/lock';
import { figure } from '../metrics/figure';
import type { Environment, Plan, PlanStep } from '../plan/plan';

export interface AnswerSources {
  /** Absent where its sealed bytes cannot be read. */
  readonly plan?: Plan;
  /** As it was sealed with the run. */
  readonly specification?: Specification;
  readonly lock?: Lock;
  readonly bundle: Digest;
  readonly source: RunDetail['source'];
  readonly steps: readonly StepView[];
  /** Of the dataset's rows, whatever bytes they lie in. */
  readonly datasetRows?: Digest;
  readonly headline: RunSummary['headline'];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly parent: string | null;
  readonly reproduction: RunDetail['reproduction'];
  readonly predecessor?: {
    readonly run: string;
    /** Absent where its plan cannot be read. */
    readonly plan?: Plan;
    readonly bundle: Digest;
  };
}

type Question = Answer['question'];
type Said = Omit<Answer, 'question'>;

/**
 * The questions that every model must answer, each with its value and digest. What
 * was not recorded shows as a gap with the reason, never as nothing.
 */
export function answersOf(sources: AnswerSources): Answer[] {
  return QUESTIONS.map(([question, answer]) => ({
    question,
    ...answer(sources),
  }));
}

const QUESTIONS: readonly (readonly [
  Question,
  (sources: AnswerSources) => Said,
])[] = [
  ['dataset', dataset],
  ['features', features],
  ['labels', labels],
  ['negative sampling', negativeSampling],
  ['commit', commit],
  ['image', image],
  ['seeds', seeds],
  ['hyperparameters', hyperparameters],
  ['metrics', metrics],
  ['promotion', promotion],
  ['reproduction', reproduction],
  ['predecessor', predecessor],
];

const UNREADABLE =
  'What was sealed of the specification cannot be read here any more.';

function gap(note: string, digest: Digest | null = null): Said {
  return { value: null, digest, note };
}

function said(
  value: string,
  digest: Digest | null | undefined = null,
  note: string | null = null,
): Said {
  return { value, digest: digest ?? null, note };
}

function outputOf(
  { steps }: AnswerSources,
  step: string,
  output: string,
): Digest | undefined {
  return steps.find(({ name }) => name === step)?.outputs[output];
}

function dataset(sources: AnswerSources): Said {
  const { plan, datasetRows } = sources;
  if (!plan) return gap(UNREADABLE);
  if (!plan.dataset) return gap('The pipeline makes no dataset.');
  const name = `${plan.dataset.name} ${plan.dataset.version}`;
  const tree = outputOf(sources, 'materialize-dataset', 'dataset');
  if (!tree) return said(name, null, 'Its rows have not been made.');
  return datasetRows
    ? said(name, datasetRows, 'The digest is of its rows.')
    : said(name, tree, 'The digest is of its files; its rows have none.');
}

function features(sources: AnswerSources): Said {
  const { specification } = sources;
  if (!specification) return gap(UNREADABLE);
  const version = specification.dataset?.feature_set_version;
  return version
    ? said(version, outputOf(sources, 'build-features', 'features'))
    : gap('The pipeline declares no feature set.');
}

function labels(sources: AnswerSources): Said {
  const { specification } = sources;
  if (!specification) return gap(UNREADABLE);
  const named = specification.dataset?.labels ?? [];
  if (named.length === 0) return gap('The pipeline declares no label.');
  return said(
    named.map(name => labelText(specification, name)).join('; '),
    outputOf(sources, 'build-labels', 'labels'),
  );
}

function labelText({ labels: all }: Specification, name: string): string {
  return Object.hasOwn(all, name)
    ? `${name}: ${all[name].value} of ${all[name].from}`
    : name;
}

function negativeSampling({ specification }: AnswerSources): Said {
  if (!specification) return gap(UNREADABLE);
  const policy = specification.negative_sampling;
  return policy
    ? said(
        `${policy.policy}, ${policy.negatives_per_positive} negatives a positive, seed ${policy.seed}`,
      )
    : said('None', null, 'No rows are drawn: every example is a recorded one.');
}

function commit({ source, bundle }: AnswerSources): Said {
  if (source.commit === null) {
    return gap(
      'No git where it was read. Every file is sealed with the run: the digest is of them.',
      bundle,
    );
  }
  return said(
    source.commit,
    bundle,
    source.dirty
      ? 'With changes that were not committed; they are sealed with the run.'
      : null,
  );
}

/** Where commands run: those of training and scoring, or of the pipeline's own steps. */
function image({ plan }: AnswerSources): Said {
  if (!plan) return gap(UNREADABLE);
  const found = new Map<string, Environment>();
  for (const { environment } of plan.steps) {
    if (environment) found.set(environmentText(environment), environment);
  }
  if (found.size === 0) return gap('No step runs a command.');
  const [first] = found.values();
  return said(
    [...found.keys()].join('; '),
    first.kind === 'python' ? first.requirements : null,
    first.kind === 'host'
      ? 'Whatever was installed on the host; nobody recorded what that was.'
      : null,
  );
}

function environmentText(environment: Environment): string {
  switch (environment.kind) {
    case 'python':
      return `Python ${environment.python}, ${environment.platform}, packages ${shortDigest(environment.requirements)}`;
    case 'image':
      return environment.image;
    default:
      return `the host's own programs, ${environment.platform}`;
  }
}

function trainingStep({ plan }: AnswerSources): PlanStep | undefined {
  return plan?.steps.find(({ name }) => name === 'train-model');
}

function seeds(sources: AnswerSources): Said {
  if (!sources.plan) return gap(UNREADABLE);
  const given = trainingStep(sources)?.seeds ?? {};
  const words = Object.entries(given).map(([name, seed]) => `${name} ${seed}`);
  return words.length > 0
    ? said(words.join(', '))
    : gap('The specification gives no seed.');
}

function hyperparameters(sources: AnswerSources): Said {
  if (!sources.plan) return gap(UNREADABLE);
  const given = trainingStep(sources)?.parameters.hyperparameters;
  const words = Object.entries(
    given && typeof given === 'object' ? given : {},
  ).map(
    ([name, value]) =>
      `${name} ${typeof value === 'string' ? value : canonicalJson(value)}`,
  );
  return words.length > 0
    ? said(words.join(', '))
    : gap('The specification gives none: the command used its own.');
}

function metrics(sources: AnswerSources): Said {
  const { headline, metrics: all } = sources;
  const evaluation = outputOf(sources, 'evaluate-model', 'evaluation');
  const prefix = headline?.metric.replace(/[^.]*$/, '') ?? 'test.';
  const told = Object.entries(all)
    .filter(([name]) => name.startsWith(prefix))
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(
      ([name, value]) =>
        `${name} ${value === null ? 'not a number' : figure(value)}`,
    );
  return told.length > 0
    ? said(told.join(', '), evaluation)
    : gap('The model has not been evaluated.', evaluation ?? null);
}

function promotion(): Said {
  return gap(
    'Not decided: training never promotes, people do, and nobody has yet.',
  );
}

function reproduction({
  bundle,
  lock,
  parent,
  reproduction: verdict,
}: AnswerSources): Said {
  const note = verdict
    ? `It repeats ${parent ?? 'another run'}: ${verdict.verdict}. ${verdict.explanation}`
    : null;
  if (!lock) return gap(UNREADABLE, bundle);
  const outside = Object.entries(lock.sources)
    .filter(([, { strength }]) => strength !== 'copied')
    .map(([name]) => name);
  return outside.length === 0
    ? said('Yes, from what was sealed with it', bundle, note)
    : said(
        `Yes, as long as ${outside.join(', ')} can be read where pinned`,
        bundle,
        note ??
          'They were pinned by digest and not copied: a change is noticed, but the bytes may be lost.',
      );
}

function predecessor(sources: AnswerSources): Said {
  const { predecessor: before, plan, bundle } = sources;
  if (!before) return gap('It is the first run of its pipeline.');
  if (before.bundle === bundle) {
    return said(
      before.run,
      before.bundle,
      'Nothing differs: the same sources.',
    );
  }
  const differs = plan && before.plan ? changes(before.plan, plan) : [];
  return said(
    before.run,
    before.bundle,
    differs.length > 0
      ? `Differs in ${differs.join(', ')}. Compare the two to see how.`
      : 'Other files, but the same plan.',
  );
}

function changes(before: Plan, after: Plan): string[] {
  const of = (part: (plan: Plan) => unknown) =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  return [
    of(plan => plan.specification) && 'the specification',
    of(plan => plan.lock) && 'the lock',
    of(plan => plan.sources) && 'the data',
    of(plan => plan.steps.map(({ code }) => code)) && 'the code',
    of(plan => plan.steps.map(({ environment }) => environment)) &&
      'the environment',
    of(plan => plan.steps.map(({ builtin }) => builtin)) &&
      "the platform's own steps",
  ].filter(part => part !== false);
}
