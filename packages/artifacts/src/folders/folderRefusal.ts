/** Why a folder cannot become an artifact. Thrown deep inside and answered as a value at the edge. */
export class FolderRefusal extends Error {
  override readonly name = 'FolderRefusal';
}

export interface Refused {
  /** What was found, where, and what to do. */
  readonly refused: string;
}

export async function orRefused<T>(work: Promise<T>): Promise<T | Refused> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FolderRefusal) return { refused: error.message };
    throw error;
  }
}
