/**
 * The embedded engine of the ml-training plugin.
 *
 * @packageDocumentation
 */
export { mlTrainingModuleLocalEngine as default } from './module';
export { localEngine, type LocalEngineOptions } from './localEngine';
export { DEFAULT_SETTINGS, type EngineSettings } from './settings';
