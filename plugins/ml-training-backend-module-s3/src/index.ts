/**
 * Keeps the artifact store of the ml-training plugin in an S3 bucket.
 *
 * @packageDocumentation
 */
export { mlTrainingModuleBucketStore as default } from './module';
export { bucketStores } from './bucketStores';
export { readBucketSettings, type BucketSettings } from './settings';
