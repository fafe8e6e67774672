import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What an operator decides about the embedded engine: `mlTraining.engines.local`. */
export interface EngineSettings {
  /** Folder of launches; beside the store where it is absent. */
  readonly folder?: string;
  /** The bundled command line; that of the installed @trainyard/cli where it is absent. */
  readonly program?: string;
  /** Runs that are executed at the same time. */
  readonly concurrency: number;
  /** Environment variables that every run finds, beside the few it cannot do without. */
  readonly passEnvironment: readonly string[];
  /** Environment variables of the portal that pipelines may name as secrets. */
  readonly secrets: readonly string[];
  /** Between the request to stop and the end by force. */
  readonly graceSeconds: number;
  /** How long the launch of an ended run is kept. */
  readonly keepDays: number;
}

export const DEFAULT_SETTINGS: EngineSettings = {
  concurrency: 1,
  passEnvironment: [],
  secrets: [],
  graceSeconds: 10,
  keepDays: 7,
};

const ROOT = 'mlTraining.engines.local';

/**
 * Whoever may register a pipeline runs commands as the portal's user here: it is
 * on only where the operator says so.
 *
 * @returns undefined where it is off
 * @throws InputError where a number is out of range
 */
export function readSettings(config: Config): EngineSettings | undefined {
  const local = config.getOptionalConfig(ROOT);
  if (local?.getOptionalBoolean('enabled') !== true) return undefined;
  const atLeast = (name: string, least: number, otherwise: number) => {
    const number = local.getOptionalNumber(name) ?? otherwise;
    if (number >= least) return number;
    throw new InputError(
      `${ROOT}.${name}: expected ${least} or more, found ${number}`,
    );
  };
  const concurrency = atLeast('concurrency', 1, DEFAULT_SETTINGS.concurrency);
  if (!Number.isInteger(concurrency)) {
    throw new InputError(
      `${ROOT}.concurrency: expected a whole number of runs, found ${concurrency}`,
    );
  }
  return {
    folder: local.getOptionalString('folder'),
    program: local.getOptionalString('program'),
    concurrency,
    passEnvironment: local.getOptionalStringArray('passEnvironment') ?? [],
    secrets: local.getOptionalStringArray('secrets') ?? [],
    graceSeconds: atLeast('graceSeconds', 0, DEFAULT_SETTINGS.graceSeconds),
    keepDays: atLeast('keepDays', 0, DEFAULT_SETTINGS.keepDays),
  };
}
