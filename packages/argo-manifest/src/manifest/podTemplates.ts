import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { boundedName } from '../names/stableName';
import type { PlacedPod } from '../placement/placePods';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { kubeletText } from '../text/kubeletText';
import { quietJson } from '../text/quietJson';
import { builtinTemplate } from './builtinTemplate';
import { commandShape, type CommandShape } from './commandShape';
import { commandTemplate } from './commandTemplate';
import { endingPort } from './endingPort';
import { groupTemplate } from './groupTemplate';
import { podShare } from './podResources';
import { workText } from './requestText';
import type { PodTask } from './runTemplate';
import type { WorkflowSubmission } from './submission';
import type { Parameter, Template } from './workflow';

/** The templates of a run's pods, and which pod is made from which. */
export function podTemplates(
  pods: readonly PlacedPod[],
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): {
  readonly tasks: readonly PodTask[];
  readonly templates: readonly Template[];
} {
  const steps = new Map(submission.plan.steps.map(step => [step.name, step]));
  const shapes = new Map<string, string>();
  const templates: Template[] = [];
  const templateOf = (shape: CommandShape): string => {
    const key = JSON.stringify(shape);
    const known = shapes.get(key);
    if (known) return known;
    const name = `command-${shapes.size + 1}`;
    shapes.set(key, name);
    templates.push(commandTemplate(name, shape, submission, settings));
    return name;
  };
  const tasks = pods.map((pod): PodTask => {
    const step = steps.get(pod.steps[0]);
    if (pod.kind === 'builtin') {
      const share = podShare(step?.resources ?? {}, 'builtin', settings);
      const template = builtinTemplate(pod, share, submission, settings);
      templates.push(template);
      return { pod, template: template.name, parameters: [] };
    }
    if (!step) throw new TypeError(`${pod.name} has no step`);
    const shape = commandShape(step, pod, settings);
    const template = templateOf(shape);
    const parametersOf = (worker: number) =>
      commandParameters(step, pod, worker, {
        port: endingPort(submission, step.name, worker, settings),
      });
    if (pod.workers === 1) {
      return { pod, template, parameters: parametersOf(0) };
    }
    const group = groupTemplate(
      `group-${pod.name}`,
      template,
      shape,
      parametersOf,
      settings,
    );
    templates.push(group);
    return { pod, template: group.name, parameters: [] };
  });
  return { tasks, templates };
}

/** What Argo puts into the template of a command. */
function commandParameters(
  { name, command = [], environment }: PlanStep,
  { seals, workers }: PlacedPod,
  worker: number,
  { port }: { readonly port: number },
): Parameter[] {
  const image = environment?.kind === 'image' ? environment.image : '';
  return [
    { name: 'step', value: boundedName(name) },
    {
      name: 'work',
      value: workText({
        kind: 'command',
        step: name,
        seals: [...seals],
        worker,
        workers,
        ending_port: port,
      }),
    },
    { name: 'image', value: image },
    { name: 'command', value: quietJson(command.map(kubeletText)) },
    { name: 'port', value: `${port}` },
  ];
}
