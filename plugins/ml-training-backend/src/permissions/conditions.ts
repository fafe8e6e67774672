import { createConditionExports } from '@backstage/plugin-permission-node';
import { trainingRules } from './rules';
import { trainingResourceRef } from './trainingResource';

const exported = createConditionExports({
  resourceRef: trainingResourceRef,
  rules: trainingRules,
});

/** Conditions for policies, such as `trainingConditions.isOwner({ claims })`. */
export const trainingConditions = exported.conditions;

/** Wraps conditions into the decision of a policy. */
export const createTrainingConditionalDecision =
  exported.createConditionalDecision;
