import { appendFileSync } from 'node:fs';
import type { PodLine } from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Tells Argo how many of a pod's steps have ended, as `3/8`. People see it there; and
 * Argo, which looks at a workflow ten seconds after something of it has changed, may
 * by then find the pod ended, in place of waiting as long again.
 *
 * @param file - where Argo's executor reads it; undefined where it does not
 */
export function argoProgress(
  file: string | undefined,
  steps: readonly string[],
): (line: PodLine) => void {
  const open = new Set(steps);
  return line => {
    if (file === undefined || !('event' in line)) return;
    if (line.event !== 'step ended' || !open.delete(`${line.step}`)) return;
    try {
      appendFileSync(file, `${steps.length - open.size}/${steps.length}\n`);
    } catch {
      // Nothing depends on it.
    }
  };
}
