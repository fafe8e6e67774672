import type { EndedStep } from '../runs/endedStep';
import type { Pod } from './openPod';

/** Says that a step came to its end in this pod. */
export function tellEnd(
  { attempt, ports }: Pod,
  end: EndedStep,
  position: number,
): EndedStep {
  ports.tell({
    event: 'step ended',
    step: end.id,
    position,
    of: attempt.plan.steps.length,
    status: end.status,
    seconds: end.seconds,
    because: end.because,
  });
  return end;
}
