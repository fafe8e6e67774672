import type {
  Plan,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';

/** Steps that want several machines, where there is one: nothing else would train the same model. */
export function workersProblems(plan: Plan): Problem[] {
  return plan.steps.flatMap(({ name, workers }) =>
    workers === undefined
      ? []
      : [
          {
            file: 'pipeline.yaml',
            path: ['steps', name, 'workers'],
            expected: '1: there is one machine here',
            found: `${workers}`,
            advice:
              'Run it on an engine with pods, or write workers: 1; it is another model then.',
            severity: 'error' as const,
          },
        ],
  );
}
