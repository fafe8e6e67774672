import type { EngineSettings } from './settings';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program needs to find its tools, its home and its caches. */
const ALWAYS = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME'];

/**
 * All that a runner finds in its environment. The portal's own holds passwords of
 * databases and keys of the backend, and a pipeline chooses the names of its
 * secrets: nothing passes that the operator did not name.
 *
 * @param secrets - names that the plan asks for
 */
export function runnerEnvironment(
  environment: Environment,
  secrets: readonly string[],
  allowed: Pick<EngineSettings, 'passEnvironment' | 'secrets'>,
): Record<string, string> {
  const names = [
    ...ALWAYS,
    ...allowed.passEnvironment,
    ...secrets.filter(name => allowed.secrets.includes(name)),
  ];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
