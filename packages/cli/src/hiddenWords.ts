/** The word by which this program starts itself as the sandbox of a team's SQL. */
export const SANDBOX = '__sandbox';

/** The word by which an engine starts this program to execute an attempt; the file of the request follows. */
export const EXECUTE = '__execute';

/** The word by which a workflow starts this program in its pods; execute, fetch, witness or exit follows. */
export const POD = '__pod';
