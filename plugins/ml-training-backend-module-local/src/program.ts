import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The bundled command line of the installed @trainyard/cli. */
export function installedProgram(): string {
  return join(resolvePackagePath('@trainyard/cli'), 'dist', 'trainyard.mjs');
}

/** @returns why the program cannot be started; undefined where it can */
export async function programTrouble(
  program: string,
): Promise<string | undefined> {
  return access(program).then(
    () => undefined,
    () =>
      `The program that executes runs is not at ${program}. In a checkout of Trainyard "yarn workspace @trainyard/cli build" makes it; else install @trainyard/cli, or name the file in mlTraining.engines.local.program.`,
  );
}
