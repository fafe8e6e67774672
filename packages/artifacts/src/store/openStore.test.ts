import { describeArtifactStore } from '../testing';
import { useScratchFolder } from '../testing/scratchFolder';
import { openFileSystemStore, openMemoryStore } from './openStore';

const scratch = useScratchFolder();

describeArtifactStore('openMemoryStore', async () => openMemoryStore());
describeArtifactStore('openFileSystemStore', () =>
  openFileSystemStore(scratch('store')),
);
