import { shortDigest } from '../json/digest';
import { figuresApart } from '../metrics/figure';
import { bandOf, bandText, isInside, type Bands } from './bands';
import { lastValues, type ReproducedStep } from './reproducedStep';

/** One thing that is not the same; null where one of the runs has no such thing. */
export interface Difference {
  readonly step: string;
  readonly of: 'status' | 'output' | 'metric';
  /** Of the output or metric; empty for a status. */
  readonly name: string;
  readonly original: string | number | null;
  readonly repeated: string | number | null;
}

/** What differs between two executions of a step. */
export interface StepDifferences {
  readonly step: ReproducedStep;
  readonly status?: Difference;
  readonly outputs: readonly Difference[];
  readonly metrics: readonly Difference[];
  /** Those of `metrics` that leave their band, or that one run lacks. */
  readonly outside: readonly Difference[];
  /** Metrics that both runs have. */
  readonly compared: number;
}

/** @param repeated - absent where the second run has no such step */
export function differencesOf(
  original: ReproducedStep,
  repeated: ReproducedStep | undefined,
  bands: Bands,
): StepDifferences {
  const step = original.name;
  const nothing = {
    step: original,
    outputs: [],
    metrics: [],
    outside: [],
    compared: 0,
  };
  if (original.measured) return nothing;
  const status = statusDifference(original, repeated);
  if (status || !repeated) return { ...nothing, ...(status && { status }) };
  const before = lastValues(original.metrics);
  const after = lastValues(repeated.metrics);
  const metrics = [...new Set([...before.keys(), ...after.keys()])]
    .filter(name => before.get(name) !== after.get(name))
    .map((name): Difference => ({
      step,
      of: 'metric',
      name,
      original: before.get(name) ?? null,
      repeated: after.get(name) ?? null,
    }));
  return {
    step: original,
    outputs: outputDifferences(original, repeated),
    metrics,
    outside: metrics.filter(difference => !isForgiven(difference, bands)),
    compared: [...before.keys()].filter(name => after.has(name)).length,
  };
}

/** A step that failed repeats nothing, not even a failure. */
function statusDifference(
  original: ReproducedStep,
  repeated: ReproducedStep | undefined,
): Difference | undefined {
  const now = repeated?.status ?? null;
  return original.status === now && now !== 'failed'
    ? undefined
    : {
        step: original.name,
        of: 'status',
        name: '',
        original: original.status,
        repeated: now,
      };
}

function outputDifferences(
  original: ReproducedStep,
  repeated: ReproducedStep,
): Difference[] {
  const names = new Set([
    ...Object.keys(original.outputs),
    ...Object.keys(repeated.outputs),
  ]);
  return [...names]
    .filter(
      name =>
        !isSame(original.outputs, repeated.outputs, name) &&
        !isSame(original.logical, repeated.logical, name),
    )
    .map(name => ({
      step: original.name,
      of: 'output',
      name,
      original: own(original.outputs, name) ?? null,
      repeated: own(repeated.outputs, name) ?? null,
    }));
}

type Digests = ReproducedStep['outputs'];

function isSame(one: Digests, other: Digests, name: string): boolean {
  const digest = own(one, name);
  return digest !== undefined && digest === own(other, name);
}

function own(digests: Digests, name: string): string | undefined {
  return Object.hasOwn(digests, name) ? digests[name] : undefined;
}

function isForgiven(
  { step, name, original, repeated }: Difference,
  bands: Bands,
): boolean {
  return (
    typeof original === 'number' &&
    typeof repeated === 'number' &&
    isInside(bandOf(bands, step, name), original, repeated)
  );
}

/** In words, as a sentence without its full stop. */
export function differenceText(difference: Difference, bands: Bands): string {
  const { step, of, name, original, repeated } = difference;
  switch (of) {
    case 'status':
      return `Step ${step} ${statusText(original)} and now ${statusText(repeated)}`;
    case 'output':
      return `Output ${name} of ${step} is not the same (${digestText(original)} → ${digestText(repeated)})`;
    default:
      return typeof original === 'number' && typeof repeated === 'number'
        ? `Metric ${name} of ${step} was ${figuresApart(original, repeated).join(' and is ')} (band ${bandText(bandOf(bands, step, name))})`
        : `Metric ${name} of ${step} was ${original ?? 'not reported'} and is ${repeated ?? 'not reported'}`;
  }
}

function statusText(status: Difference['original']): string {
  return status === 'skipped' ? 'was skipped' : String(status ?? 'is missing');
}

function digestText(digest: Difference['original']): string {
  return digest === null ? 'nothing' : shortDigest(String(digest));
}
