import { podRequest } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import type { WorkflowDocument } from '../api/workflowDocument';
import type { CachedNode, CachedWorkflow } from '../cache/cachedWorkflow';

const templates = z.array(
  z.looseObject({
    name: z.string(),
    container: z
      .looseObject({
        env: z
          .array(
            z.looseObject({
              name: z.string(),
              value: z.string().optional(),
              valueFrom: z
                .looseObject({ secretKeyRef: z.unknown().optional() })
                .optional(),
            }),
          )
          .default([]),
      })
      .optional(),
  }),
);

/** Where what a step says is to be had. */
export interface SpeakingPod {
  readonly node: CachedNode;
  readonly kind: 'builtin' | 'command';
  /** The user's own container is given secrets, which it may say. */
  readonly hasSecrets: boolean;
}

/**
 * The pod that executes a step at the moment, in its newest try; of several
 * workers the one that writes the outputs.
 *
 * @param document - with the manifest
 */
export function speakingPod(
  document: WorkflowDocument,
  { pods = [] }: CachedWorkflow,
  step: string,
): SpeakingPod | undefined {
  const commands = pods.filter(pod => pod.step === step && pod.worker === 0);
  const all = templates.parse(document.spec.templates ?? []);
  const builtin = all.find(it => builtinSteps(variablesOf(it)).includes(step));
  const candidates =
    commands.length > 0
      ? commands
      : pods.filter(({ templateName }) => templateName === builtin?.name);
  const node = candidates.toSorted((a, b) => b.startedAt - a.startedAt).at(0);
  if (node?.phase !== 'Running') return undefined;
  const template = all.find(({ name }) => name === node.templateName);
  return {
    node,
    kind: commands.length > 0 ? 'command' : 'builtin',
    hasSecrets: variablesOf(template).some(
      ({ valueFrom }) => valueFrom?.secretKeyRef !== undefined,
    ),
  };
}

type Template = z.output<typeof templates>[number];
type Variables = NonNullable<Template['container']>['env'];

function variablesOf(template: Template | undefined): Variables {
  return template?.container?.env ?? [];
}

function builtinSteps(variables: Variables): readonly string[] {
  const request = variables.find(({ name }) => name === 'TRAINYARD_POD')?.value;
  if (request === undefined) return [];
  const { work } = podRequest.parse(JSON.parse(request));
  return work.kind === 'builtin' ? work.steps : [];
}
