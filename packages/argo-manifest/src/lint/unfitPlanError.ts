import {
  problemText,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';

/** No workflow can be made of a plan; lintPlan tells it beforehand. */
export class UnfitPlanError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'UnfitPlanError';
  }
}
