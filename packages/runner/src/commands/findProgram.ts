import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

export type ProgramOutcome =
  | { readonly outcome: 'found'; readonly path: string }
  | { readonly outcome: 'not found'; readonly because: string };

/**
 * The file that a command's first word names, as a shell would find it. Looked up
 * here, because a shell would take a word such as `exit` for its own.
 *
 * @param path - the command's PATH, not ours
 */
export function findProgram(
  name: string,
  path: string,
  workFolder: string,
): ProgramOutcome {
  if (name.includes('/')) {
    const file = resolve(workFolder, name);
    const state = stateOf(file);
    if (state === 'program') return { outcome: 'found', path: file };
    const advice =
      state === 'file'
        ? 'The file is there but not executable: run chmod +x, or name the interpreter first.'
        : 'No such file lies in the code of this step.';
    return {
      outcome: 'not found',
      because: `cannot start ${JSON.stringify(name)}: expected an executable file. ${advice}`,
    };
  }
  for (const folder of path.split(':').filter(isAbsolute)) {
    const file = join(folder, name);
    if (stateOf(file) === 'program') {
      return { outcome: 'found', path: file };
    }
  }
  return {
    outcome: 'not found',
    because:
      `cannot start ${JSON.stringify(name)}: no such program on the command's PATH, which is ${path}. ` +
      `A file of the step's own code is named with its folder, as in "./${name}".`,
  };
}

function stateOf(file: string): 'program' | 'file' | 'none' {
  try {
    if (!statSync(file).isFile()) return 'none';
  } catch {
    return 'none';
  }
  try {
    accessSync(file, constants.X_OK);
    return 'program';
  } catch {
    return 'file';
  }
}
