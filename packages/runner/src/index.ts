/**
 * Executes a plan's steps.
 *
 * @packageDocumentation
 */
export * from './steps/builtinStep';
export { detectIsolation, type Isolation } from './commands/isolation';
export {
  executeRun,
  type RunOutcome,
  type RunRequest,
} from './runs/executeRun';
export { environmentPreparer } from './runs/prepareEnvironment';
export type { RunPorts, SourceFile, SourcePlace } from './runs/runPorts';
export type { SourceProblem } from './runs/stageSources';
export { defaultCacheFolder } from './environments/cacheFolder';
export { compileBundle } from './pipelines/compileBundle';
export { planOfBundle, type BundleToPlan } from './pipelines/planOfBundle';
export { pinPipeline, placeOf } from './pipelines/pinPipeline';
export {
  codeFolders,
  lockNameOf,
  readPipeline,
  type Pipeline,
} from './pipelines/readPipeline';
export {
  filesBelow,
  openBundle,
  sealBundle,
  type SourceBundle,
} from './pipelines/sourceBundle';
export * from './bundles/listBundleFiles';
export { adviseOnLog } from './commands/adviseOnLog';
export * from './environments/checkRequirements';
export * from './environments/hostEnvironment';
export * from './environments/platform';
export * from './environments/preparePython';
export * from './environments/resolveInterpreter';
export * from './environments/versionRange';
export * from './hosts/processMark';
export { specificationOf } from './pipelines/specificationOf';
export { sourcePlaces } from './pipelines/sourcePlaces';
export { workersProblems } from './pipelines/workersProblems';
export { stageSources } from './runs/stageSources';
export { hashFile } from './pipelines/hashFile';
export * from './stored/storedRun';
export {
  describeRun,
  describeSource,
  type RunSource,
} from './stored/describeRun';
export { readArtifactFile } from './stored/readArtifactFile';
export { reproducedSteps } from './stored/reproducedSteps';
export { runMetrics } from './stored/runMetrics';
export { createOnce, syncFolder } from './launches/createOnce';
export { endLeftProcesses } from './launches/endLeftProcesses';
export * from './launches/launchDocuments';
export * from './launches/launchFolder';
export { skippedStep } from './runs/endedStep';
export { wipeAbandoned } from './runs/runLease';
export { SecretMask } from './runs/secretMask';
export { readTail } from './runs/stepLog';
export {
  executePod,
  type BuiltinWork,
  type PodOutcome,
} from './pods/executePod';
export { hearEnding } from './pods/hearEnding';
export { settleAttempt, type SettleOutcome } from './pods/settleAttempt';
export {
  fetchForPod,
  type CommandWork,
  type FetchOutcome,
  type FetchPorts,
} from './pods/fetchForPod';
export {
  witnessPod,
  type WitnessOutcome,
  type WitnessPorts,
} from './pods/witnessPod';
export type { Reported } from './pods/endCommand';
export type { PodAttempt } from './pods/openPod';
export { podPlaces, type PodPlaces } from './pods/podPlaces';
export type { PodPorts } from './pods/podPorts';
