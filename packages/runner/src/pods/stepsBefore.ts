import type { Plan } from '@trainyard/backstage-plugin-ml-training-common';

/** All that the named steps need, directly or not; with them those of the named that are needed themselves. */
export function stepsBefore(
  { steps }: Plan,
  names: readonly string[],
): ReadonlySet<string> {
  const needsOf = new Map(steps.map(({ name, needs }) => [name, needs]));
  const before = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const needed of needsOf.get(name) ?? []) {
      if (before.has(needed)) continue;
      before.add(needed);
      open.push(needed);
    }
  }
  return before;
}
