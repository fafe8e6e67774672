import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import type { Workflow } from '../manifest/workflow';
import { problem } from './problem';

/** Of an object of Kubernetes, with the room that its status needs beside it. */
export const MOST_BYTES = 1_048_576;

/** A manifest is ASCII but for what an operator wrote: signs are bytes, or nearly so. */
export function lintSize(workflow: Workflow): Problem[] {
  const bytes = JSON.stringify(workflow).length;
  if (bytes < MOST_BYTES) return [];
  return [
    problem(['steps'], {
      expected: `a workflow of less than ${MOST_BYTES} bytes, which is what a cluster can hold`,
      found: `${bytes} bytes`,
      advice:
        'Have fewer steps, or shorter commands: read long lists from a file of the code.',
    }),
  ];
}
