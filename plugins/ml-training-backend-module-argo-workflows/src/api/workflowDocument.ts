import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { ApiError } from './apiError';

/** What is read of one of the nodes of `status.nodes`; Argo leaves out what is empty. */
const workflowNode = z.looseObject({
  id: z.string(),
  name: z.string(),
  displayName: z.string().default(''),
  type: z.string(),
  templateName: z.string().default(''),
  phase: z.string().default(''),
  message: z.string().default(''),
  startedAt: z.string().nullish(),
  inputs: z
    .looseObject({
      parameters: z
        .array(
          z.looseObject({ name: z.string(), value: z.string().optional() }),
        )
        .nullish(),
    })
    .nullish(),
  synchronizationStatus: z
    .looseObject({ waiting: z.string().optional() })
    .optional(),
});
export type WorkflowNode = z.output<typeof workflowNode>;

const nodes = z.record(z.string(), workflowNode);

/** What is read of a Workflow; the rest stays as it is. */
const workflowDocument = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string().default(''),
    resourceVersion: z.string().default(''),
    creationTimestamp: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .looseObject({
      suspend: z.boolean().nullish(),
      shutdown: z.string().nullish(),
      priority: z.number().nullish(),
    })
    .default({}),
  status: z
    .looseObject({
      phase: z.string().default(''),
      message: z.string().default(''),
      finishedAt: z.string().nullish(),
      nodes: nodes.nullish(),
      compressedNodes: z.string().optional(),
      offloadNodeStatusVersion: z.string().optional(),
      synchronization: z
        .looseObject({
          semaphore: z
            .looseObject({
              holding: z
                .array(z.looseObject({ semaphore: z.string().optional() }))
                .nullish(),
              waiting: z
                .array(
                  z.looseObject({
                    semaphore: z.string().optional(),
                    holders: z.array(z.string()).nullish(),
                  }),
                )
                .nullish(),
            })
            .nullish(),
          mutex: z
            .looseObject({
              waiting: z
                .array(
                  z.looseObject({
                    mutex: z.string().optional(),
                    holder: z.string().optional(),
                  }),
                )
                .nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .default({ phase: '', message: '' }),
});
export type WorkflowDocument = z.output<typeof workflowDocument>;

/** @throws ApiError 'failed' where it is no Workflow */
export function readWorkflow(value: unknown): WorkflowDocument {
  const parsed = workflowDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    'failed',
    `The cluster gave something that is no Workflow: ${z.prettifyError(parsed.error)}`,
  );
}

/**
 * The nodes, also where Argo compressed them because they were many.
 *
 * @returns undefined where Argo keeps them in its database: only the Argo Server
 *   can read them there
 */
export function nodesOf({
  metadata,
  status,
}: WorkflowDocument): readonly WorkflowNode[] | undefined {
  const plain = Object.values(status.nodes ?? {});
  if (plain.length > 0) return plain;
  if (status.compressedNodes) {
    return Object.values(unpacked(status.compressedNodes, metadata.name));
  }
  return status.offloadNodeStatusVersion ? undefined : [];
}

function unpacked(packed: string, name: string) {
  try {
    const bytes = gunzipSync(Buffer.from(packed, 'base64'));
    return nodes.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new ApiError(
      'failed',
      `status.compressedNodes of the workflow ${name} cannot be read: ${error}`,
    );
  }
}

/** Argo is done with it. */
export function hasFinished({ status }: WorkflowDocument): boolean {
  return ['Succeeded', 'Failed', 'Error'].includes(status.phase);
}
