import fc from 'fast-check';
import type {
  Plan,
  PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { builtin, command, planOf } from './plans';

const MOST_STEPS = 12;

const anyStep = fc.record({
  isCommand: fc.boolean(),
  memory: fc.constantFrom(undefined, 4, 16),
  needs: fc.array(fc.nat({ max: MOST_STEPS - 1 }), { maxLength: 3 }),
  workers: fc.constantFrom(undefined, undefined, 2, 3),
  retries: fc.nat({ max: 3 }),
  length: fc.constantFrom(1, 1, 1, 60),
});

/** Steps in an order in which they can run, some of them commands. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .array(anyStep, { minLength: 1, maxLength: MOST_STEPS })
  .map(drawn => {
    const names = drawn.map(({ length }, i) => `step-${i}`.padEnd(length, 'x'));
    return planOf(
      drawn.map(({ isCommand, memory, needs, workers, retries }, i) => {
        const makers = [...new Set(needs.filter(need => need < i))].map(
          need => names[need],
        );
        const more: Partial<PlanStep> = {
          ...(memory !== undefined && { resources: { memory_gb: memory } }),
        };
        return isCommand
          ? command(names[i], makers, {
              ...more,
              retries,
              ...(workers !== undefined && { workers }),
            })
          : builtin(names[i], makers, more);
      }),
    );
  });
