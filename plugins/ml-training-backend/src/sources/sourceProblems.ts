import { realpath } from 'node:fs/promises';
import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import type { SourcePlace } from '@trainyard/runner';
import { isInside } from './fileSourceReader';

/**
 * What keeps pinned sources from being read by the portal: a link could lead to any
 * file of its host, and what was laid out for one reading is gone when a run begins.
 *
 * @param roots - real paths of folders out of which nothing is read
 * @param lasting - whether the sources' folder stays
 */
export async function sourceProblems(
  sources: readonly SourcePlace[],
  roots: readonly string[],
  lasting: boolean,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, strength, files } of sources) {
    if (strength === 'sha256' && !lasting) {
      problems.push({
        file: files[0]?.shown ?? name,
        path: ['sources', name, 'pin'],
        expected: 'pin: copied',
        found: 'pin: sha256, of a pipeline that is read from its repository',
        advice:
          'Write "pin: copied" and run "trainyard pin": the portal keeps no copy of the repository beside the store.',
        severity: 'error',
      });
    }
    for (const { file, shown } of files) {
      const real = await realpath(file).catch(() => undefined);
      if (real && !roots.some(root => isInside(real, root))) {
        problems.push({
          file: shown,
          path: ['sources', name, 'path'],
          expected: 'a file inside the folders that the portal may read',
          found: 'a link that leads out of them',
          advice:
            'Put the data itself there, or ask those who operate the portal to name its folder in mlTraining.sources.allowedFolders.',
          severity: 'error',
        });
      }
    }
  }
  return problems;
}
