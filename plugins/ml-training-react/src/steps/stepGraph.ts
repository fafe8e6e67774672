import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';

/** Which step needs which: names only, so that a change of state is no change of the graph. */
export interface StepGraph {
  readonly steps: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly neededBy: ReadonlyMap<string, readonly string[]>;
}

/**
 * A need that another need implies is left out: of "train, which needs split, and
 * score, which needs both" the graph shows split → train → score. Steps come in an
 * order in which they can run.
 */
export function stepGraph(
  steps: readonly Pick<StepView, 'name' | 'needs'>[],
): StepGraph {
  const names = steps.map(({ name }) => name);
  const known = new Set(names);
  const before = new Map<string, ReadonlySet<string>>();
  const needs = new Map<string, readonly string[]>();
  const neededBy = new Map<string, string[]>(names.map(name => [name, []]));
  for (const { name, needs: all } of steps) {
    const direct = all.filter(need => known.has(need));
    const implied = new Set(
      direct.flatMap(need => [...(before.get(need) ?? [])]),
    );
    before.set(name, new Set([...direct, ...implied]));
    const shown = direct.filter(need => !implied.has(need));
    needs.set(name, shown);
    shown.forEach(need => neededBy.get(need)?.push(name));
  }
  return { steps: names, needs, neededBy };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}
/** Upper left corners, in pixels. */
export type Places = ReadonlyMap<string, Place>;

export const STEP_WIDTH = 220;
export const STEP_HEIGHT = 60;
