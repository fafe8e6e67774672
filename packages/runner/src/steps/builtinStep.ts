import type {
  Digest,
  JsonObject,
  PublishedName,
} from '@trainyard/backstage-plugin-ml-training-common';

/** What a built-in finds and where it writes. All folders are local and its own. */
export interface StepContext {
  /** Folders of verified files, by input name; optional inputs may be absent. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Trees of the same inputs. */
  readonly inputDigests: Readonly<Record<string, Digest>>;
  /** Existing empty folders, by output name. What lies there when the step ends is sealed. */
  readonly outputs: Readonly<Record<string, string>>;
  /** As the plan holds them; the step parses them with its own schema. */
  readonly parameters: JsonObject;
  readonly threads: number;
  /** Memory the step may use, where the specification says. */
  readonly memoryBytes?: number;
  /** An empty folder that is wiped afterwards. */
  readonly scratch: string;
  readonly log: (line: string) => void;
  readonly metric: (name: string, value: number, step?: number) => void;
  readonly signal: AbortSignal;
}

export type StepOutcome =
  | {
      readonly outcome: 'done';
      /** Order-free digests of rows, by output, where an output is a table. */
      readonly logical?: Readonly<Record<string, Digest>>;
      readonly names?: readonly PublishedName[];
    }
  /** A decision, not a fault: never tried again. */
  | {
      readonly outcome: 'blocked';
      readonly because: readonly string[];
      readonly logical?: Readonly<Record<string, Digest>>;
    };

/**
 * A step that is part of Trainyard. Its outputs are a pure function of inputs and
 * parameters: no clock, host or run id reaches them.
 */
export interface BuiltinStep {
  readonly name: string;
  /** Semantic version of its work, the engine's version included; a part of the step's identity. */
  readonly version: string;
  /** @throws StepFailure with words for the person who must mend it */
  run(context: StepContext): Promise<StepOutcome>;
}

/** A fault that the step can explain: the message says what was found, expected, and what to do. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}
