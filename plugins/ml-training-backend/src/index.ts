/**
 * The training service of a Backstage portal.
 *
 * @packageDocumentation
 */
export { trainingPlugin as default } from './plugin';
export {
  createTrainingConditionalDecision,
  trainingConditions,
} from './permissions/conditions';
export { trainingRules } from './permissions/rules';
