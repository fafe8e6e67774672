import { commandConstants } from '@trainyard/backstage-plugin-ml-training-common';

export interface CommandPlaces {
  /** Where the code lies, read-only; the command starts in it. */
  readonly workFolder: string;
  /** $TRAINYARD_IN, read-only. */
  readonly inputFolder: string;
  /** $TRAINYARD_OUT. */
  readonly outputFolder: string;
  /** $TRAINYARD_PARAMS, read-only. */
  readonly paramsFile: string;
  /** $TRAINYARD_METRICS; made by the command, if it has something to tell. */
  readonly metricsFile: string;
  /** $TRAINYARD_CHECKPOINT, for commands that can go on where they were cut off. */
  readonly checkpointFolder?: string;
  /** Home and temporary folder of the command. */
  readonly temporaryFolder: string;
}

/**
 * All that a command finds in its environment. Nothing comes from the runner's
 * own, so that a command behaves alike on every machine and sees no credential
 * that was not given to it.
 *
 * @param given - PATH and secrets; the names set here win over them
 */
export function commandEnvironment(
  places: CommandPlaces,
  threads: number,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...given,
    HOME: places.temporaryFolder,
    TMPDIR: places.temporaryFolder,
    ...commandConstants(threads),
    TRAINYARD_IN: places.inputFolder,
    TRAINYARD_OUT: places.outputFolder,
    TRAINYARD_PARAMS: places.paramsFile,
    TRAINYARD_METRICS: places.metricsFile,
    ...(places.checkpointFolder && {
      TRAINYARD_CHECKPOINT: places.checkpointFolder,
    }),
  };
}
