import type { WorkflowSettings } from '../settings/workflowSettings';
import type { CommandShape } from './commandShape';
import { backoffOf } from './podTemplate';
import { TAG } from './tags';
import type { Parameter, Template } from './workflow';

/**
 * Pods that work on one command together: tried together, since a worker that
 * starts anew finds none of the others where they were (decision 013).
 *
 * @param parametersOf - what a worker's pod is given beside its rank and try
 */
export function groupTemplate(
  name: string,
  template: string,
  { workers, retries }: CommandShape,
  parametersOf: (worker: number) => readonly Parameter[],
  settings: WorkflowSettings,
): Template {
  const ranks = Array.from({ length: workers }, (_, rank) => rank);
  return {
    name,
    inputs: { parameters: [{ name: 'reported' }] },
    outputs: {
      parameters: [
        { name: 'try', valueFrom: { parameter: TAG.tryOf(workerTask(0)) } },
      ],
    },
    retryStrategy: {
      limit: `${retries + settings.infrastructureRetries}`,
      retryPolicy: 'Always',
      backoff: backoffOf(settings),
    },
    dag: {
      tasks: ranks.map(rank => ({
        name: workerTask(rank),
        template,
        arguments: {
          parameters: [
            ...parametersOf(rank),
            { name: 'reported', value: TAG.input('reported') },
            { name: 'try', value: TAG.retries },
            { name: 'worker', value: `${rank}` },
          ],
        },
      })),
    },
  };
}

export function workerTask(rank: number): string {
  return `worker-${rank}`;
}
