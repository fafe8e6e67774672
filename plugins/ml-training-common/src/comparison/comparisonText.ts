import { canonicalJson } from '../json/canonicalJson';
import { shortDigest } from '../json/digest';
import type { Json } from '../json/json';
import { figure, figuresApart } from '../metrics/figure';
import type { Change, RunDifference } from './compareRuns';

/** Longer values are not quoted. */
const QUOTED = 60;

/** Differences in words, one a line; `Nothing differs.` where there are none. */
export function comparisonText(
  differences: readonly RunDifference[],
): string[] {
  if (differences.length === 0) return ['Nothing differs.'];
  const of = (about: RunDifference['about']) =>
    differences.filter(difference => difference.about === about);
  return [
    ...ABOUT.flatMap(of).map(lineOf),
    ...outputLines(differences),
    ...of('metric').map(lineOf),
  ];
}

const ABOUT = [
  'specification',
  'lock',
  'commit',
  'code',
  'environment',
  'source',
  'dataset',
] as const;

type Of<About extends RunDifference['about']> = Extract<
  RunDifference,
  { about: About }
>;

function lineOf(difference: RunDifference): string {
  switch (difference.about) {
    case 'commit':
      return `Commit was ${commitText(difference.before)} and is ${commitText(difference.after)}.`;
    case 'source':
      return `Source ${difference.name} ${CHANGE[difference.change]}.`;
    case 'code':
      return `Code: ${difference.name} ${CHANGE[difference.change]}.`;
    case 'dataset':
      return datasetLine(difference);
    case 'output':
      return `Output ${difference.output} of ${difference.step} ${CHANGE[difference.change]}.`;
    case 'metric':
      return metricLine(difference);
    default:
      return documentLine(difference);
  }
}

const CHANGE: Record<Change, string> = {
  changed: 'changed',
  added: 'is new',
  removed: 'is gone',
};

function commitText(commit: string | null): string {
  return commit === null ? 'unknown' : shortDigest(commit);
}

const DOCUMENT = {
  specification: 'Specification',
  lock: 'Lock',
  environment: 'Environment',
};

function documentLine({
  about,
  path,
  before,
  after,
}: Of<'specification' | 'lock' | 'environment'>): string {
  const place = `${DOCUMENT[about]}: ${path.join('.') || 'all of it'}`;
  if (before === undefined) return `${place} is new${colonText(after)}.`;
  if (after === undefined) return `${place} is gone${colonText(before)}.`;
  const old = valueText(before);
  const now = valueText(after);
  return old === undefined || now === undefined
    ? `${place} changed.`
    : `${place} was ${old} and is ${now}.`;
}

function colonText(value: Json | undefined): string {
  const text = value === undefined ? undefined : valueText(value);
  return text === undefined ? '' : `: ${text}`;
}

/** undefined where a value is too long to be read in a line. */
function valueText(value: Json): string | undefined {
  const text = canonicalJson(value);
  return text.length <= QUOTED ? text : undefined;
}

function datasetLine({ name, change, before, after }: Of<'dataset'>): string {
  const versions =
    change === 'changed'
      ? `: version ${before} before, version ${after} now`
      : '';
  return `Dataset ${name} ${CHANGE[change]}${versions}.`;
}

/** One line a step: what it yields now that it did not yield before. */
function outputLines(differences: readonly RunDifference[]): string[] {
  const byStep = new Map<string, Of<'output'>[]>();
  for (const difference of differences) {
    if (difference.about !== 'output') continue;
    const { step } = difference;
    byStep.set(step, [...(byStep.get(step) ?? []), difference]);
  }
  return [...byStep].map(([step, outputs]) => {
    const told = outputs.map(
      ({ output, change }) => `${output} ${CHANGE[change]}`,
    );
    return `Step ${step}: ${told.join(', ')}.`;
  });
}

const SCORES = /^(validation|test)\.(raw|calibrated)\.(.+)$/;

function metricLine({ name, before, after, became }: Of<'metric'>): string {
  const words = metricWords(name);
  if (after === null) return `${words} is not reported any more.`;
  if (before === null) return `${words} is new: ${figure(after)}.`;
  const [old, now] = figuresApart(before, after);
  const judged = became === 'other' ? '' : ` (${became})`;
  return `${words} ${after > before ? 'rose' : 'fell'} from ${old} to ${now}${judged}.`;
}

/** As gates speak: of calibrated scores, unless they say raw. */
function metricWords(name: string): string {
  const [, split, scores, metric] = SCORES.exec(name) ?? [];
  if (!metric) return name;
  return `${metric} on ${split}${scores === 'raw' ? ' (raw)' : ''}`;
}
