/**
 * This machine cannot be made to run the cluster, whatever the code under test does.
 * A caller says `NOT RUN: <message>` and ends with NOT_RUN, never in silence.
 */
export class NotRun extends Error {}

/** The status with which a command ends that could not begin (EX_UNAVAILABLE of sysexits). */
export const NOT_RUN = 69;

/** Runs a command's body; ends the process with what became of it. */
export async function orNotRun(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof NotRun)) throw error;
    console.error(`NOT RUN: ${error.message}`);
    process.exit(NOT_RUN);
  }
}
