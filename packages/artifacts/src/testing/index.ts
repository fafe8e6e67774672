/** What every implementation of a store must do, as jest suites. */
export { describeObjectStore } from './objectStoreContract';
export { describeArtifactStore } from './artifactStoreContract';
