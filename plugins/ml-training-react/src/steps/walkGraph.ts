import type { Places, StepGraph } from './stepGraph';

export type WalkKey =
  'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

/**
 * Where a key leads from a step: down to one that needs it, up to one that it
 * needs, sideways to one that shares such a neighbour. Stays where no edge leads.
 */
export function walkGraph(
  { steps, needs, neededBy }: StepGraph,
  places: Places,
  from: string,
  key: WalkKey,
): string {
  const xOf = (step: string) => places.get(step)?.x ?? 0;
  const here = xOf(from);
  const nearest = (candidates: readonly string[]) =>
    [...candidates].sort(
      (a, b) => Math.abs(xOf(a) - here) - Math.abs(xOf(b) - here),
    )[0] ?? from;
  const sides = () => {
    const shared = [
      ...(needs.get(from) ?? []).flatMap(step => neededBy.get(step) ?? []),
      ...(neededBy.get(from) ?? []).flatMap(step => needs.get(step) ?? []),
    ];
    return [...new Set(shared)].filter(step => step !== from);
  };
  switch (key) {
    case 'ArrowDown':
      return nearest(neededBy.get(from) ?? []);
    case 'ArrowUp':
      return nearest(needs.get(from) ?? []);
    case 'ArrowLeft':
      return nearest(sides().filter(step => xOf(step) < here));
    case 'ArrowRight':
      return nearest(sides().filter(step => xOf(step) > here));
    case 'Home':
      return steps[0] ?? from;
    default:
      return steps[steps.length - 1] ?? from;
  }
}

export function isWalkKey(key: string): key is WalkKey {
  return /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key);
}
