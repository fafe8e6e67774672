import type {
  PlanStep,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { megabytes } from '../manifest/podResources';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { problem, quoted, type Words } from './problem';

/** What a cluster cannot give a step, or may not. */
export function stepProblems(
  step: PlanStep,
  settings: WorkflowSettings,
): Problem[] {
  const at = (name: string, words: Words, severity?: Problem['severity']) =>
    problem(['steps', step.name, name], words, severity);
  return [
    ...environmentProblems(step, settings, at),
    ...memoryProblems(step, settings, at),
    ...(step.resources.gpu && settings.gpuResource === ''
      ? [
          at('gpu', {
            expected: 'no GPU: this cluster gives none',
            found: `${step.resources.gpu}`,
            advice: 'Choose a cluster that has some.',
          }),
        ]
      : []),
    ...(step.workers !== undefined && step.command === undefined
      ? [
          at('workers', {
            expected: 'one worker: a built-in step is done by one machine',
            found: `${step.workers}`,
            advice: 'Only commands can have several.',
          }),
        ]
      : []),
  ];
}

type At = (
  name: string,
  words: Words,
  severity?: Problem['severity'],
) => Problem;

function environmentProblems(
  { command, environment }: PlanStep,
  { allowedImages }: WorkflowSettings,
  at: At,
): Problem[] {
  if (!command) return [];
  if (environment?.kind !== 'image') {
    return [
      at('runtime', {
        expected: 'container_image: a cluster runs commands in images',
        found: environment ? ENVIRONMENTS[environment.kind] : 'none',
        advice: 'Give the runtime a container_image, by digest.',
      }),
    ];
  }
  const [name] = environment.image.split('@');
  if (allowedImages.some(pattern => matches(pattern, name))) return [];
  return [
    at('runtime', {
      expected:
        allowedImages.length > 0
          ? `an image that this cluster allows: ${allowedImages.join(', ')}`
          : 'no image: this cluster allows none yet',
      found: quoted(name),
      advice:
        'Take an image from there, or ask who operates the portal to add it to `allowedImages` of the engine.',
    }),
  ];
}

const ENVIRONMENTS = {
  python: 'an environment that is installed on a host',
  host: "the programs of a host's PATH",
};

/** `*` stands for anything, also for slashes. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

function memoryProblems(
  { resources }: PlanStep,
  { outOfMemory }: WorkflowSettings,
  at: At,
): Problem[] {
  const asked = resources.memory_gb ?? 0;
  if (megabytes(asked) <= megabytes(outOfMemory.capGb)) return [];
  return [
    at('memory_gb', {
      expected: `at most ${outOfMemory.capGb}, which is the most that a pod may have here`,
      found: `${asked}`,
      advice:
        'Ask for less, or ask who operates the portal to raise `outOfMemory.capGb` of the engine.',
    }),
  ];
}
