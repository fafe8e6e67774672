// Workflows as tests write them by hand, and how they are followed.
import { waitFor } from '../../scripts/waitFor.mjs';

const ENDED = ['Succeeded', 'Failed', 'Error'];

export const workflowOf = (name, templates, spec = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name },
  spec: { entrypoint: templates[0].name, templates, ...spec },
});

/** A container of an image that is there; `sh` gets the script. */
export const containerOf = (image, script, rest = {}) => ({
  image,
  imagePullPolicy: 'Never',
  command: ['sh', '-c', script],
  ...rest,
});

/** The workflow as it ended. */
export const endOf = ({ client }, name, seconds = 120) =>
  waitFor(
    `the end of workflow ${name}`,
    async () => {
      const workflow = await client.get('Workflow', name);
      return ENDED.includes(workflow.status?.phase) && workflow;
    },
    { seconds },
  );

export const nodesOf = workflow => Object.values(workflow.status?.nodes ?? {});

export const nodeNamed = (workflow, displayName) =>
  nodesOf(workflow).find(node => node.displayName === displayName);

/** The pod of a try, once it is there and `wanted`. */
export const podOf = ({ client }, workflow, displayName, wanted = () => true) =>
  waitFor(
    `the pod of ${displayName}`,
    async () => {
      const node = nodeNamed(
        await client.get('Workflow', workflow),
        displayName,
      );
      if (!node) return undefined;
      const pods = await client.list('Pod', {
        labels: `workflows.argoproj.io/workflow=${workflow}`,
      });
      return pods.find(
        ({ metadata, status }) =>
          metadata.annotations['workflows.argoproj.io/node-id'] === node.id &&
          wanted(status),
      );
    },
    { seconds: 90 },
  );
