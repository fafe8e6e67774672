export type ArtifactProblem =
  /** Something names an object that is not there. */
  | 'missing'
  /** The bytes are not the ones that their digest promises. */
  | 'corrupt'
  /** A document that cannot be read as what it should be. */
  | 'unreadable'
  /** A document of a later version of Trainyard. */
  | 'too new'
  /** What was to be stored may not be stored under that name or path. */
  | 'invalid'
  /** Something else is sealed there already. */
  | 'conflict';

/** What is in the store is not what it should be, or what should be stored may not be. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';

  constructor(
    readonly problem: ArtifactProblem,
    /** The object it is about. */
    readonly key: string,
    message: string,
  ) {
    super(message);
  }
}
