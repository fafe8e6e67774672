import type { FileSystemStoreOptions } from '@trainyard/artifacts';
import type { ProgressStream } from './terminal/progress';

/** The ends of the process that a command may use. */
export interface CommandConsole {
  /** Answers. */
  readonly out: (text: string) => void;
  /** Progress, problems and advice. */
  readonly err: ProgressStream;
  /** Where relative paths start. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the person or the system asks the process to end. */
  readonly signal: AbortSignal;
  /** How to start a sandbox for a team's SQL; this program itself where it is absent. */
  readonly sandboxCommand?: readonly string[];
  /** For tests that watch what is written. */
  readonly storeOptions?: FileSystemStoreOptions;
}
