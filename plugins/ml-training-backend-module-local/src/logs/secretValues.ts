import { readFile } from 'node:fs/promises';
import { livenessOf, type ProcessMark } from '@trainyard/runner';
import type { Environment } from '../runnerEnvironment';

/**
 * The values of a run's secrets, as the process that executes it was given them:
 * this portal may have been started since with others.
 */
export async function secretValues(
  names: readonly string[],
  by: ProcessMark,
  environment: Environment,
): Promise<string[]> {
  if (names.length === 0) return [];
  const text =
    livenessOf(by) === 'alive'
      ? await readFile(`/proc/${by.pid}/environ`, 'utf8').catch(() => '')
      : '';
  const given = new Map(
    text.split('\0').map(entry => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)] as const;
    }),
  );
  const values = names.flatMap(name => [given.get(name), environment[name]]);
  return [...new Set(values)].filter(value => value !== undefined);
}
