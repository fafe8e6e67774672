import { dirname, isAbsolute } from 'node:path';
import { resolveInterpreter } from './resolveInterpreter';

/**
 * What a command without an environment of its own finds: the programs of this
 * machine, as PATH has them here. Where PATH has the shim of a version manager for
 * Python, the folder of the Python that it means goes first: a shim costs 60 ms a
 * start and looks for its versions in a home folder that a command does not have.
 */
export async function hostEnvironment(
  cacheFolder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<{ readonly variables: Readonly<Record<string, string>> }> {
  const python = await resolveInterpreter('3', cacheFolder, environment);
  const folders = (environment.PATH ?? '').split(':').filter(isAbsolute);
  const own =
    python.outcome === 'found' ? [dirname(python.interpreter.path)] : [];
  const hidden = own.filter(folder => !folders.includes(folder));
  return { variables: { PATH: [...hidden, ...folders].join(':') } };
}
