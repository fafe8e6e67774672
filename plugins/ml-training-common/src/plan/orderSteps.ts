/** What ordering asks of a step. */
interface Needy {
  readonly name: string;
  readonly needs: readonly string[];
}

export type OrderOutcome<S> =
  | { readonly ordered: readonly S[] }
  /** Names of a circle, in the order in which they need each other. */
  | { readonly circle: readonly string[] };

/**
 * Puts each step after all that it needs. Among those that could come next the
 * one that was written first does, so that the order is the same every time.
 * Needs that name no step are left to whoever knows the document.
 */
export function orderSteps<S extends Needy>(
  steps: readonly S[],
): OrderOutcome<S> {
  const byName = new Map(steps.map(step => [step.name, step]));
  const ordered: S[] = [];
  const done = new Set<string>();
  while (ordered.length < steps.length) {
    const next = steps.find(
      ({ name, needs }) =>
        !done.has(name) &&
        needs.every(need => done.has(need) || !byName.has(need)),
    );
    if (!next) return { circle: findCircle(byName, done) };
    ordered.push(next);
    done.add(next.name);
  }
  return { ordered };
}

/** Every step left needs another that is left: following needs must come round. */
function findCircle(
  byName: ReadonlyMap<string, Needy>,
  done: ReadonlySet<string>,
): string[] {
  const path: string[] = [];
  let at = [...byName.values()].find(({ name }) => !done.has(name));
  while (at && !path.includes(at.name)) {
    path.push(at.name);
    const blocking: string | undefined = at.needs.find(
      need => byName.has(need) && !done.has(need),
    );
    at = blocking === undefined ? undefined : byName.get(blocking);
  }
  return at ? path.slice(path.indexOf(at.name)) : path;
}
