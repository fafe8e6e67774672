import type { Overview } from '@trainyard/backstage-plugin-ml-training-common';

/** What needs a person, worst first, in one sentence each; empty where nothing does. */
export function needsWords({
  troubled: { runs, more },
  stale,
  candidates,
}: Pick<Overview, 'troubled' | 'stale' | 'candidates'>): string[] {
  return [
    ...troubledWords(runs, more),
    ...(stale.length === 0
      ? []
      : [
          `${count(stale.length, 'pipeline has', 'pipelines have')} not succeeded for too long.`,
        ]),
    ...(candidates.length === 0
      ? []
      : [
          `${count(candidates.length, 'model version waits', 'model versions wait')} for a decision.`,
        ]),
  ];
}

function troubledWords(
  runs: Overview['troubled']['runs'],
  more: number,
): string[] {
  const total = runs.length + more;
  if (total === 0) return [];
  // What is not listed is not told apart by state.
  const states =
    more > 0
      ? []
      : (['failed', 'blocked', 'lost'] as const).flatMap(state => {
          const n = runs.filter(run => run.state === state).length;
          return n === 0 ? [] : [`${n} ${state}`];
        });
  const which = states.length === 0 ? '' : `: ${states.join(', ')}`;
  return [`${count(total, 'run needs', 'runs need')} you${which}.`];
}

function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}
