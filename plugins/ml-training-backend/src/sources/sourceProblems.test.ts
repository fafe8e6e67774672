import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePlace } from '@trainyard/runner';
import {
  repositoryFolder,
  type RepositoryFolder,
} from '../testing/repositoryFolder';
import { sourceProblems } from './sourceProblems';

let repository: RepositoryFolder;
let elsewhere: RepositoryFolder;
beforeEach(async () => {
  repository = await repositoryFolder({ 'data.csv': 'a\n' });
  elsewhere = await repositoryFolder({ 'secret.csv': 'a\n' });
});
afterEach(async () => {
  await repository.remove();
  await elsewhere.remove();
});

function facts(
  path: string,
  strength: SourcePlace['strength'] = 'copied',
): SourcePlace[] {
  const file = join(repository.folder, path);
  const sha256 = '0'.repeat(64);
  return [
    {
      name: 'facts',
      strength,
      files: [{ path, file, shown: path, sha256, bytes: 2 }],
    },
  ];
}

describe('what keeps sources from being read', () => {
  it('is nothing where they lie in the folder, or are gone', async () => {
    const roots = [repository.folder];
    expect(await sourceProblems(facts('data.csv'), roots, true)).toEqual([]);
    expect(await sourceProblems(facts('gone.csv'), roots, true)).toEqual([]);
  });

  it('is a link that leads out of what may be read', async () => {
    await symlink(elsewhere.folder, join(repository.folder, 'link'));
    const linked = facts('link/secret.csv');
    const refused = await sourceProblems(linked, [repository.folder], true);
    expect(refused).toEqual([
      expect.objectContaining({
        file: 'link/secret.csv',
        found: 'a link that leads out of them',
      }),
    ]);
    const roots = [repository.folder, elsewhere.folder];
    expect(await sourceProblems(linked, roots, true)).toEqual([]);
  });

  it('is a pin by digest only, where the folder goes after the reading', async () => {
    const roots = [repository.folder];
    const pinned = facts('data.csv', 'sha256');
    expect(await sourceProblems(pinned, roots, true)).toEqual([]);
    expect(await sourceProblems(pinned, roots, false)).toEqual([
      expect.objectContaining({
        path: ['sources', 'facts', 'pin'],
        expected: 'pin: copied',
      }),
    ]);
  });
});
