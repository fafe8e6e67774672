import { hint } from '../runs/hint';
import type { Pod } from './openPod';

export type Claim =
  | { readonly outcome: 'ours' }
  | { readonly outcome: 'taken'; readonly by: string };

/** Claims the attempt for this workflow; a pod that is tried again finds its own claim. */
export async function claimForPod({ attempt, ports }: Pod): Promise<Claim> {
  const { run, attempt: number, plan } = attempt;
  const { runs } = ports.store;
  const { host } = ports;
  const begun = { host, at: ports.now().toISOString() };
  if ((await runs.claimAttempt(run, number, begun)) === 'begun') {
    ports.tell({
      event: 'run began',
      run,
      attempt: number,
      steps: plan.steps.map(({ name }) => name),
    });
    hint(ports, attempt, 'attempt began');
    return { outcome: 'ours' };
  }
  const claim = await runs.findAttempt(run, number);
  return claim?.host === host
    ? { outcome: 'ours' }
    : { outcome: 'taken', by: claim?.host ?? 'somebody' };
}
