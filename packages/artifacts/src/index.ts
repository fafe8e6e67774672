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
export { MemoryObjectStore } from './objects/memoryObjectStore';
export { StoreError, type StoreFault } from './objects/storeError';
export * from './store/artifactError';
export * from './store/artifactStore';
export * from './store/openStore';
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
