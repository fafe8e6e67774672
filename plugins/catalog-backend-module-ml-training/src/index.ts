/**
 * Models, datasets and training runs in the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleMlTraining as default } from './module';
export { trainingModel } from './model/trainingModel';
