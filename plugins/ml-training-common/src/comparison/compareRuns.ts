import type { Digest } from '../json/digest';
import type { Json, JsonObject } from '../json/json';
import { betterDirection } from './betterDirection';
import { isToldOnlyHere } from './isToldOnlyHere';
import { jsonDifferences, type JsonDifference } from './jsonDifferences';

/** A run as far as two of them are compared. */
export interface RunDescription {
  /** As it was parsed: comments and file splits are gone. */
  readonly specification: Json;
  readonly lock: JsonObject;
  /** File: its SHA-256. */
  readonly code: Readonly<Record<string, Digest>>;
  /** What the commands ran in, by step. */
  readonly environment: JsonObject;
  /** Source: its tree. */
  readonly sources: Readonly<Record<string, Digest>>;
  /** Dataset by name. */
  readonly datasets: Readonly<
    Record<string, { readonly version: string; readonly digest: Digest }>
  >;
  /** In plan order. A logical digest, where there is one, says whether the rows are the same. */
  readonly steps: readonly {
    readonly name: string;
    readonly outputs: Readonly<Record<string, Digest>>;
    readonly logical: Readonly<Record<string, Digest>>;
  }[];
  /** `test.calibrated.auc`, or `train-model.loss`. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly commit: string | null;
}

export type Change = 'changed' | 'added' | 'removed';

/** One thing in which two runs differ, in the order in which a reader looks for a cause. */
export type RunDifference =
  | ({
      readonly about: 'specification' | 'lock' | 'environment';
    } & JsonDifference)
  | {
      readonly about: 'commit';
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly about: 'source' | 'code';
      readonly name: string;
      readonly change: Change;
    }
  | {
      readonly about: 'dataset';
      readonly name: string;
      readonly change: Change;
      readonly before?: string;
      readonly after?: string;
    }
  | {
      readonly about: 'output';
      readonly step: string;
      readonly output: string;
      readonly change: Change;
    }
  | {
      readonly about: 'metric';
      readonly name: string;
      readonly before: number | null;
      readonly after: number | null;
      readonly became: 'better' | 'worse' | 'other';
    };

/** What differs from run `before` to run `after`; nothing where they are the same. */
export function compareRuns(
  before: RunDescription,
  after: RunDescription,
): RunDifference[] {
  return [
    ...documents('specification', before.specification, after.specification),
    ...documents('lock', before.lock, after.lock).filter(isToldOnlyHere),
    ...(before.commit === after.commit
      ? []
      : [
          {
            about: 'commit' as const,
            before: before.commit,
            after: after.commit,
          },
        ]),
    ...changes(before.code, after.code).map(change => ({
      about: 'code' as const,
      ...change,
    })),
    ...documents('environment', before.environment, after.environment),
    ...changes(before.sources, after.sources).map(change => ({
      about: 'source' as const,
      ...change,
    })),
    ...datasets(before.datasets, after.datasets),
    ...outputs(before, after),
    ...metrics(before.metrics, after.metrics),
  ];
}

function documents(
  about: 'specification' | 'lock' | 'environment',
  before: Json,
  after: Json,
) {
  return jsonDifferences(before, after).map(difference => ({
    about,
    ...difference,
  }));
}

interface Named {
  readonly name: string;
  readonly change: Change;
}

function changes<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  isSame: (one: T, other: T, name: string) => boolean = (one, other) =>
    one === other,
): Named[] {
  const one = new Map(Object.entries(before));
  const other = new Map(Object.entries(after));
  return [...new Set([...one.keys(), ...other.keys()])]
    .sort()
    .flatMap((name): Named[] => {
      const old = one.get(name);
      const now = other.get(name);
      if (old === undefined) return [{ name, change: 'added' }];
      if (now === undefined) return [{ name, change: 'removed' }];
      return isSame(old, now, name) ? [] : [{ name, change: 'changed' }];
    });
}

function datasets(
  before: RunDescription['datasets'],
  after: RunDescription['datasets'],
): RunDifference[] {
  const isSame = (
    one: { readonly digest: Digest },
    other: { readonly digest: Digest },
  ) => one.digest === other.digest;
  return changes(before, after, isSame).map(({ name, change }) => ({
    about: 'dataset',
    name,
    change,
    ...(change !== 'added' && { before: before[name].version }),
    ...(change !== 'removed' && { after: after[name].version }),
  }));
}

/** In the plan order of `after`, then what only `before` had. */
function outputs(
  before: RunDescription,
  after: RunDescription,
): RunDifference[] {
  const old = new Map(before.steps.map(step => [step.name, step]));
  const now = new Map(after.steps.map(step => [step.name, step]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap(step => {
    const one = old.get(step);
    const other = now.get(step);
    const hasSameRows = (name: string) =>
      one?.logical[name] !== undefined &&
      one.logical[name] === other?.logical[name];
    return changes(
      one?.outputs ?? {},
      other?.outputs ?? {},
      (tree, otherTree, name) => tree === otherTree || hasSameRows(name),
    ).map(({ name, change }): RunDifference => ({
      about: 'output',
      step,
      output: name,
      change,
    }));
  });
}

function metrics(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): RunDifference[] {
  return changes(before, after).map(({ name, change }) => {
    const old = change === 'added' ? null : before[name];
    const now = change === 'removed' ? null : after[name];
    return {
      about: 'metric',
      name,
      before: old,
      after: now,
      became: old === null || now === null ? 'other' : judged(name, now - old),
    };
  });
}

function judged(name: string, moved: number): 'better' | 'worse' | 'other' {
  const better = betterDirection(name);
  if (better === null || better === 'neither') return 'other';
  return moved > 0 === (better === 'higher') ? 'better' : 'worse';
}
