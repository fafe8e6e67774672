/** A query that a caller has to mend: told with its place. */
export class QueryError extends Error {
  constructor(
    message: string,
    /** What was asked, and where in it the mistake begins; 0-based. */
    readonly place?: { readonly text: string; readonly at: number },
  ) {
    super(message);
    this.name = 'QueryError';
  }
}
