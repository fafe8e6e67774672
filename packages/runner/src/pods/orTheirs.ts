import { ArtifactError } from '@trainyard/artifacts';

/**
 * Writes what is written once. Whoever was first with a document of the same name
 * may have seen other times: theirs stays, and is read from the store.
 */
export async function orTheirs(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const theirs =
      error instanceof ArtifactError && error.problem === 'conflict';
    if (!theirs) throw error;
  }
}
