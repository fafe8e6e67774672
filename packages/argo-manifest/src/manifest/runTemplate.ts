import type { PlacedPod } from '../placement/placePods';
import { TAG } from './tags';
import type { Parameter, Task, Template } from './workflow';

/** A pod as a task of the graph. */
export interface PodTask {
  readonly pod: PlacedPod;
  readonly template: string;
  readonly parameters: readonly Parameter[];
}

/** The graph of a run's pods. */
export function runTemplate(
  tasks: readonly PodTask[],
  taskOf: (pod: string) => string,
): Template {
  const kindOf = new Map(tasks.map(({ pod }) => [pod.name, pod.kind]));
  return {
    name: 'run',
    dag: {
      tasks: tasks.map(({ pod, template, parameters }): Task => {
        const given = [
          ...parameters,
          ...(reports(pod) ? [reported(pod.seals, taskOf)] : []),
        ];
        return {
          name: taskOf(pod.name),
          template,
          ...(pod.dependsOn.length > 0 && {
            depends: pod.dependsOn
              .map(other =>
                ended(taskOf(other), kindOf.get(other) ?? 'builtin', pod.kind),
              )
              .join(' && '),
          }),
          ...(pod.asks.length > 0 && {
            when: pod.asks
              .map(
                other =>
                  `'${TAG.answer(taskOf(other), pod.name)}' == 'execute'`,
              )
              .join(' && '),
          }),
          ...(given.length > 0 && { arguments: { parameters: given } }),
        };
      }),
    },
  };
}

/**
 * A built-in pod goes on however a command ended, since it records it; a command
 * only where it has what it needs. Skipped is what was settled already.
 */
function ended(
  task: string,
  kind: PlacedPod['kind'],
  waiting: PlacedPod['kind'],
): string {
  if (kind === 'builtin') return `${task}.Succeeded`;
  const states =
    waiting === 'builtin'
      ? ['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted']
      : ['Succeeded', 'Skipped'];
  return `(${states.map(state => `${task}.${state}`).join(' || ')})`;
}

/** Commands share templates, which have the parameter even where it is empty. */
export function reports({ kind, seals }: PlacedPod): boolean {
  return kind === 'command' || seals.length > 0;
}

/** TRAINYARD_REPORTED: which try of each command succeeded, such as `train-model=1;score-model=none`. */
function reported(
  seals: readonly string[],
  taskOf: (pod: string) => string,
): Parameter {
  return {
    name: 'reported',
    value: seals
      .map(command => `${command}=${TAG.successfulTry(taskOf(command))}`)
      .join(';'),
  };
}
