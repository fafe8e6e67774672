/**
 * Extension points of the ml-training plugin.
 *
 * @packageDocumentation
 */
export * from './artifactStores';
export * from './extensionPoints';
export * from './trainingEngine';
