import type {
  Environment,
  Lock,
  Plan,
  Problem,
  Runtime,
  Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { resolveInterpreter } from '../environments/resolveInterpreter';
import { hostPlatform } from '../environments/platform';
import { planOfBundle } from './planOfBundle';
import { runtimesOf } from './readPipeline';
import type { SourceBundle } from './sourceBundle';

export type CompileOutcome =
  | { readonly outcome: 'compiled'; readonly plan: Plan }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Compiles a bundle for this machine: interpreters are looked up here, since the
 * version that is found is a part of what a step is.
 */
export async function compileBundle(
  bundle: SourceBundle,
  specification: Specification,
  lock: Lock,
  versions: ReadonlyMap<string, string>,
  cacheFolder: string,
): Promise<CompileOutcome> {
  const environments = new Map<string, Environment>();
  const problems: Problem[] = [];
  for (const { environment } of runtimesOf(specification)) {
    if (!environment) continue;
    // What is written is the least version; which one it was is a part of the step.
    const found = await resolveInterpreter(
      `>=${environment.python}`,
      cacheFolder,
    );
    const requirements = bundle.files.get(environment.requirements)?.sha256;
    if (found.outcome === 'not found') {
      problems.push({
        file: bundle.specification,
        path: ['training', 'runtime', 'environment', 'python'],
        expected: `Python ${environment.python} or newer on this machine`,
        found: 'none that fits',
        advice: found.because,
        severity: 'error',
      });
    } else if (requirements) {
      environments.set(environmentKey(environment), {
        kind: 'python',
        requirements,
        python: found.interpreter.version,
        platform: found.interpreter.platform,
      });
    }
  }
  if (problems.length > 0) return { outcome: 'invalid', problems };

  const environmentOf = (runtime: Runtime | undefined): Environment => {
    const python = runtime?.environment;
    const found = python && environments.get(environmentKey(python));
    return found ?? { kind: 'host', platform: hostPlatform() };
  };
  return {
    outcome: 'compiled',
    plan: planOfBundle({
      ...{ bundle, specification, lock, versions, environmentOf },
    }),
  };
}

function environmentKey({ python, requirements }: PythonEnvironment): string {
  return `${python} ${requirements}`;
}

type PythonEnvironment = NonNullable<Runtime['environment']>;
