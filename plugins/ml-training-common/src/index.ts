/**
 * The domain of Trainyard: documents, plans, checks, gates and metrics. Pure and
 * isomorphic: no I/O, no clock, no randomness.
 *
 * @packageDocumentation
 */
export * from './json/canonicalJson';
export * from './json/digest';
export * from './json/json';
export * from './problems/problem';
export * from './plan/plan';
export * from './pods/podLine';
export * from './pods/commandConstants';
export * from './pods/podRequest';
export * from './store/storeLocation';
export * from './plan/parameters/columns';
export * from './plan/parameters/dataSteps';
export * from './plan/parameters/modelSteps';
export * from './runs/records';
export * from './metrics/metricName';
export * from './checks/check';
export * from './gates/gate';
export * from './plan/planKey';
export * from './runs/runEvents';
export * from './trees/treeDigest';
export {
  specification,
  type Specification,
  type SpecificationInput,
} from './documents/specification';
export {
  dayOrInstant,
  endInstant,
  endOfDay,
  instantText,
  secondsOf,
  startOfDay,
  type Span,
} from './documents/instants';
export type { Source } from './documents/sections/sources';
export type { Table } from './documents/sections/tables';
export { joinColumns, type Join } from './documents/sections/join';
export {
  aggregateOf,
  columnsOfView,
  featureColumns,
  type FeatureSet,
  type View,
} from './documents/sections/features';
export type { Label } from './documents/sections/labels';
export type { Dataset, TemporalSplit } from './documents/sections/dataset';
export type { CheckEntry, GateEntry } from './documents/sections/expressions';
export type { Runtime } from './documents/sections/runtime';
export type { Resources } from './documents/sections/resources';
export type { Training, Scoring } from './documents/sections/training';
export {
  edgeOf,
  segmentColumn,
  type Evaluation,
  type SegmentEntry,
} from './documents/sections/evaluation';
export {
  calibrationRange,
  type Calibration,
} from './documents/sections/calibration';
export type { Seeds } from './documents/sections/seeds';
export type { Reproduction } from './documents/sections/reproduction';
export { inputOf, type OwnStep } from './documents/sections/steps';
export {
  lock,
  treeOfFiles,
  type Lock,
  type LockedFile,
  type LockedSource,
} from './lock/lock';
export * from './metrics/evaluator';
export * from './metrics/figure';
export type { ReliabilityBin } from './metrics/reliability';
export * from './metrics/scoresOf';
export * from './calibration/calibrate';
export * from './calibration/calibrationDocument';
export * from './calibration/platt';
export * from './checks/checkRules';
export * from './checks/defaultChecks';
export * from './checks/judge';
export * from './checks/parseCheck';
export * from './gates/gateResult';
export * from './gates/gateRules';
export { MIN_ROWS, type GateEvidence } from './gates/judgeGates';
export * from './gates/parseGate';
export * from './evidence/checksDocument';
export * from './evidence/evaluate';
export * from './evidence/evaluationDocument';
export * from './evidence/gatesDocument';
export * from './evidence/modelVersionDocument';
export * from './evidence/profileDocument';
export * from './evidence/splitDocument';
export * from './evidence/verdict';
export { compilePlan } from './plan/compilePlan';
export type { DraftStep, PlanInputs } from './plan/planInputs';
export { orderSteps, type OrderOutcome } from './plan/orderSteps';
export { splitWindows } from './plan/splitWindows';
export {
  readSpecification,
  type ReadSpecification,
} from './documents/readSpecification';
export { runnableProblems } from './documents/running/runnableProblems';
export type { SpecificationFiles } from './documents/reading/assemble';
export type { PlaceOf } from './documents/reading/finding';
export { jsonSchemaOfSpecification } from './documents/jsonSchema';
export { specificationReference } from './documents/reference';
export { parseLock, type ReadLock } from './lock/parseLock';
export { writeLock } from './lock/writeLock';
export { lockProblems } from './lock/lockProblems';
export type { ReportEvidence } from './report/reportEvidence';
export { reportHtml } from './report/reportHtml';
export { reportMarkdown } from './report/reportMarkdown';
export type { Difference } from './reproduction/differences';
export * from './reproduction/reproducedStep';
export * from './reproduction/reproductionVerdict';
export type { ComparedRun } from './comparison/comparedRun';
export * from './comparison/compareRuns';
export { compareSeveral } from './comparison/compareSeveral';
export * from './comparison/comparisonText';
export * from './runQueries/completionsAt';
export {
  fieldsOfExpression,
  MOST_FIELDS,
  parseRunExpression,
  type ParsedRunExpression,
  type RunExpressionProblem,
} from './runQueries/parseRunExpression';
export * from './runQueries/runExpression';
export {
  parseRunField,
  runFieldText,
  type RunField,
} from './runQueries/runField';
export * from './runs/runState';
export * from './permissions/permissions';
export * from './catalog/kinds';
export * from './catalog/entityName';
export * from './api/catalogFeed';
export * from './api/client';
export * from './api/contract';
export * from './api/datasets';
export * from './api/evidence';
export * from './api/health';
export * from './api/models';
export * from './api/overview';
export * from './api/pipelines';
export * from './api/route';
export * from './api/runs';
export { moment, page, problemShape, scope, type Scope } from './api/shapes';
export {
  calibrationCurve,
  type CalibrationSeries,
} from './charts/calibrationCurve';
export { metricCurve, type CurvePoint } from './charts/metricCurve';
export { segmentBars } from './charts/segmentBars';
export { splitTimeline } from './charts/splitTimeline';
export type { SvgNode, SvgTag } from './charts/svg';
export * from './datasets/schemaChanges';
export * from './runs/decideAttempt';
export * from './evidence/judgeEvidence';
export * from './evidence/registrationOf';
export * from './runViews/answersOf';
export * from './runViews/datasetColumns';
export * from './runViews/headlineOf';
export * from './runViews/runActions';
export * from './runViews/runbooks';
export * from './runViews/stepViews';
export * from './runViews/thinned';
export * from './runViews/troublesOf';
export * from './runViews/stepMetrics';
