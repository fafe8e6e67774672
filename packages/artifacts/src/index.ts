/**
 * The immutable artifact store.
 *
 * @packageDocumentation
 */
export * from './objects/objectStore';
export { FileSystemObjectStore } from './objects/fileSystem/fileSystemObjectStore';
export type {
  WriteAction,
  WriteObserver,
} from './objects/fileSystem/fileSystemObjectStore';
export {
  bucketEnvironment,
  handedCredentials,
  STORE_VARIABLES,
} from './objects/s3/bucketEnvironment';
export type {
  BucketCredentials,
  BucketOptions,
} from './objects/s3/bucketOptions';
export {
  openS3Objects,
  type OpenBucketOptions,
} from './objects/s3/openS3Objects';
export type { PresignOptions, S3ObjectStore } from './objects/s3/s3ObjectStore';
export { MemoryObjectStore } from './objects/memoryObjectStore';
export { StoreError, type StoreFault } from './objects/storeError';
export * from './store/artifactError';
export * from './store/artifactStore';
export * from './store/openBucketStore';
export * from './store/openStore';
export { compareStores } from './copying/compareStores';
export { copyStore, type CopyCounts } from './copying/copyStore';
export * from './folders/fetchTree';
export * from './folders/sealFolder';
export * from './folders/verifyFolder';
export type { Refused } from './folders/folderRefusal';
export type { Exclude } from './folders/walkFolder';
export {
  verifyStore,
  type Finding,
  type Verification,
  type VerifyCounts,
} from './verification/verifyStore';
