import type { Plan } from '@trainyard/backstage-plugin-ml-training-common';
import { workersProblems } from './workersProblems';

const planOf = (...workers: (number | undefined)[]) =>
  ({
    steps: workers.map((count, i) => ({
      name: `step-${i}`,
      ...(count !== undefined && { workers: count }),
    })),
  }) as unknown as Plan;

describe('workersProblems', () => {
  it('names each step that wants several machines', () => {
    expect(workersProblems(planOf(undefined, 2, 4))).toMatchObject([
      { path: ['steps', 'step-1', 'workers'], found: '2', severity: 'error' },
      { path: ['steps', 'step-2', 'workers'], found: '4' },
    ]);
  });

  it('has nothing to say of steps with one', () => {
    expect(workersProblems(planOf(undefined))).toEqual([]);
  });
});
