/** The word by which this program starts itself as the sandbox of a team's SQL. */
export const SANDBOX = '__sandbox';

/** The word by which an engine starts this program to execute an attempt; the file of the request follows. */
export const EXECUTE = '__execute';
