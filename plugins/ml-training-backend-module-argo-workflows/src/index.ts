/**
 * The engine of the ml-training plugin that runs plans on Argo Workflows.
 *
 * @packageDocumentation
 */
export { mlTrainingModuleArgoWorkflows as default } from './module';
export { argoEngine, type ArgoEngineOptions } from './argoEngine';
export { readSettings, type EngineSettings } from './settings';
