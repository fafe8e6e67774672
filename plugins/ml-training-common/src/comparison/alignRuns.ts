import type { Comparison } from '../api/runs';
import { canonicalJson } from '../json/canonicalJson';
import type { Json } from '../json/json';
import { betterDirection, isEvaluated, type Better } from './betterDirection';
import { metricsIncomparable, segmentsIncomparable } from './comparability';
import type { ComparedRun } from './comparedRun';
import { isToldOnlyHere } from './isToldOnlyHere';
import { leavesOf, placeText } from './leavesOf';
import { segmentScores } from './segmentScores';

export type ComparedValue = Comparison['values'][number];
type Cell = ComparedValue['values'][number];

/** Values of one run by name. */
type Column = ReadonlyMap<string, Json>;

/**
 * Every value of several runs, in lines that hold one of each: what was asked for
 * first, then what came of it. A run that has not ended has no results; they are
 * null, and say nothing about what differs.
 */
export function alignRuns(runs: readonly ComparedRun[]): ComparedValue[] {
  const [first] = runs;
  const isBetterKnown = (
    why: (one: ComparedRun, other: ComparedRun) => string | undefined,
  ) => runs.every(other => why(first, other) === undefined);
  const metricsCompare = isBetterKnown(metricsIncomparable);
  const segmentsCompare = isBetterKnown(segmentsIncomparable);

  const asked = (
    about: ComparedValue['about'],
    columnOf: (run: ComparedRun) => Column,
  ) => lines(about, runs.map(columnOf), runs.map(Boolean), () => null);
  const yielded = (
    about: ComparedValue['about'],
    columnOf: (run: ComparedRun) => Column,
    better: (name: string) => Better | null = () => null,
  ) =>
    lines(
      about,
      runs.map(columnOf),
      runs.map(({ hasEnded }) => hasEnded),
      better,
    );
  return [
    ...asked('specification', run => leaves(run.description.specification)),
    ...asked('lock', run => leaves(run.description.lock, isToldOnlyHere)),
    ...asked('commit', ({ description: { commit } }) =>
      columnFrom({ ...(commit !== null && { commit }) }),
    ),
    ...asked('code', run => columnFrom(run.description.code)),
    ...asked('environment', run => leaves(run.description.environment)),
    ...asked('source', run => columnFrom(run.description.sources)),
    ...yielded('dataset', run => leaves(run.description.datasets)),
    ...yielded('output', run => outputs(run, runs)),
    ...yielded(
      'metric',
      run => columnFrom(run.description.metrics),
      name =>
        metricsCompare || !isEvaluated(name) ? betterDirection(name) : null,
    ),
    ...yielded('segment', segmentScores, name =>
      segmentsCompare ? betterDirection(name) : null,
    ),
  ];
}

function lines(
  about: ComparedValue['about'],
  columns: readonly Column[],
  counts: readonly boolean[],
  better: (name: string) => Better | null,
): ComparedValue[] {
  const names = new Set(columns.flatMap(column => [...column.keys()]));
  return [...names].sort().map(name => {
    const values = columns.map(column => column.get(name));
    const told = values.filter((_, i) => counts[i]);
    return {
      about,
      name,
      values: values.map(cellOf),
      differs: new Set(told.map(identityOf)).size > 1,
      better: better(name),
    };
  });
}

function cellOf(value: Json | undefined): Cell {
  if (value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number'
    ? value
    : canonicalJson(value);
}

/** Tells "1" from 1 and what is absent from null. */
function identityOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

function leaves(
  document: Json,
  isKept: (leaf: { readonly path: readonly string[] }) => boolean = () => true,
): Column {
  return new Map(
    leavesOf(document)
      .filter(isKept)
      .map(({ path, value }) => [placeText(path), value]),
  );
}

function columnFrom(values: Readonly<Record<string, Json>>): Column {
  return new Map(Object.entries(values));
}

/** By rows where every run that has the output knows them, else by bytes. */
function outputs(run: ComparedRun, runs: readonly ComparedRun[]): Column {
  const stepOf = ({ description }: ComparedRun, name: string) =>
    description.steps.find(step => step.name === name);
  return new Map(
    run.description.steps.flatMap(step =>
      Object.entries(step.outputs).map(([output, tree]) => {
        const byRows = runs.every(other => {
          const made = stepOf(other, step.name);
          return !made?.outputs[output] || made.logical[output];
        });
        const name = `${step.name}.${output}`;
        return [name, byRows ? step.logical[output] : tree];
      }),
    ),
  );
}
