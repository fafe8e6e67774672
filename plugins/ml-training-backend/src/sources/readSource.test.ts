import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogPipeline } from '../pipelines/pipelineCatalog';
import {
  repositoryFolder,
  TINY_PIPELINE,
  type RepositoryFolder,
} from '../testing/repositoryFolder';
import { fileSourceReader } from './fileSourceReader';
import { readSource, type SourceReadingOutcome } from './readSource';
import type { SourceReader } from './sourceReader';
import { urlSourceReader } from './urlSourceReader';

const never: SourceReader = {
  open: () => Promise.reject(new Error('not to be asked')),
};

function pipelineAt(
  location: string | null,
  annotation: string | null = 'pipeline.yaml',
): CatalogPipeline {
  return {
    entity: 'component:default/tiny',
    name: 'tiny',
    title: null,
    description: null,
    owner: 'group:default/rail',
    annotation,
    location,
  };
}

const kept = async (reading: SourceReadingOutcome) => reading;

let repository: RepositoryFolder;
let elsewhere: RepositoryFolder;
beforeEach(async () => {
  repository = await repositoryFolder();
  elsewhere = await repositoryFolder();
});
afterEach(async () => {
  await repository.remove();
  await elsewhere.remove();
});

it('has nothing to read where the entity has no location', async () => {
  const reading = await readSource(
    pipelineAt(null),
    { url: never, file: never },
    kept,
  );
  expect(reading).toMatchObject({ outcome: 'trouble', kind: 'no location' });
});

describe('a source on this host', () => {
  const read = (
    annotation: string | null = 'pipeline.yaml',
    allowed: readonly string[] = [repository.folder],
  ) =>
    readSource(
      pipelineAt(`file:${repository.folder}/catalog-info.yaml`, annotation),
      { url: never, file: fileSourceReader(allowed) },
      kept,
    );

  it('is read with its lock, and says where', async () => {
    await repository.pin();
    const reading = await read();
    expect(reading).toMatchObject({
      outcome: 'read',
      from: {
        kind: 'file',
        target: join(repository.folder, 'pipeline.yaml'),
        commit: null,
        dirty: false,
      },
      lasting: true,
    });
  });

  it('is pipeline.yaml beside the entity where no annotation says otherwise', async () => {
    expect(await read(null)).toMatchObject({ outcome: 'read' });
  });

  it.each([
    ['no folder is allowed', []],
    ['another folder is allowed', ['elsewhere']],
  ])('is refused where %s, with advice', async (_, allowed) => {
    const folders = allowed.map(() => elsewhere.folder);
    expect(await read('pipeline.yaml', folders)).toMatchObject({
      kind: 'not allowed',
      problem: {
        advice: expect.stringContaining('mlTraining.sources.allowedFolders'),
      },
    });
  });

  it('is not in a folder whose name only begins like an allowed one', async () => {
    const short = repository.folder.slice(0, -1);
    expect(await read('pipeline.yaml', [short])).toMatchObject({
      kind: 'not allowed',
    });
  });

  it('points nowhere, told with the annotation to mend', async () => {
    expect(await read('gone.yaml')).toMatchObject({
      kind: 'nowhere',
      problem: {
        path: ['metadata', 'annotations', 'trainyard.dev/specification'],
        found: 'no such file',
      },
    });
    expect(await read('.')).toMatchObject({ kind: 'nowhere' });
  });

  it('tells of the missing annotation where neither it nor the file is there', async () => {
    const bare = `file:${dirname(repository.folder)}/catalog-info.yaml`;
    const reading = await readSource(
      pipelineAt(bare, null),
      { url: never, file: fileSourceReader([dirname(repository.folder)]) },
      kept,
    );
    expect(reading).toMatchObject({
      kind: 'nowhere',
      problem: { found: 'no annotation, and no such file' },
    });
  });

  it.each(['../other/pipeline.yaml', '/etc/passwd', '..'])(
    'does not lie outside its repository: %s',
    async annotation => {
      expect(await read(annotation)).toMatchObject({ kind: 'outside' });
    },
  );

  it('does not lie in another repository of the same allowed folder', async () => {
    const allowed = [dirname(repository.folder)];
    const other = `../${elsewhere.folder.split('/').at(-1)}/pipeline.yaml`;
    expect(await read(other, allowed)).toMatchObject({ outcome: 'read' });
    await mkdir(join(repository.folder, '.git'));
    expect(await read(other, allowed)).toMatchObject({ kind: 'outside' });
  });

  it('is not reached by a link that leads out', async () => {
    await symlink(
      join(elsewhere.folder, 'pipeline.yaml'),
      join(repository.folder, 'link.yaml'),
    );
    expect(await read('link.yaml')).toMatchObject({ kind: 'outside' });
  });

  it('has no file that a link brings in from elsewhere', async () => {
    await elsewhere.write({ 'secret.txt': 'hidden\n' });
    await symlink(elsewhere.folder, join(repository.folder, 'link'));
    await repository.write({
      'pipeline.yaml': `${TINY_PIPELINE}    runtime:\n      environment: {python: '3.11', requirements: link/secret.txt}\n`,
    });
    expect(await read()).toMatchObject({
      kind: 'outside',
      problem: { found: expect.stringContaining('link/secret.txt') },
    });
  });

  it('tells all problems of a specification', async () => {
    await repository.write({
      'pipeline.yaml': 'spec_version: 1\npipeline: Not A Name\nsteps: 3\n',
    });
    const reading = await read();
    expect(reading).toMatchObject({ outcome: 'invalid' });
    const { problems } = reading as { problems: readonly unknown[] };
    expect(problems).toHaveLength(2);
    expect(problems).toContainEqual(
      expect.objectContaining({ line: 2, path: ['pipeline'] }),
    );
  });

  it('has moved where somebody writes while it is read', async () => {
    await repository.pin();
    let turn = 0;
    let isWriting = true;
    const writing = (async () => {
      while (isWriting) {
        turn += 1;
        await writeFile(
          join(repository.folder, 'pipeline.yaml'),
          `${TINY_PIPELINE}# ${turn}\n`,
        );
      }
    })();
    const seen = new Set<string>();
    // The writer goes on until one reading fell between two of its writes.
    while (!seen.has('moved')) {
      const reading = await read();
      seen.add(reading.outcome === 'trouble' ? reading.kind : reading.outcome);
    }
    isWriting = false;
    await writing;
    expect(await read()).toMatchObject({ outcome: 'read' });
  });
});

describe('a source in a repository', () => {
  const URL = 'https://git.example/rail/tiny/tree/main/';
  const COMMIT = 'a'.repeat(40);

  function urlReader(readTree: UrlReaderService['readTree']) {
    return urlSourceReader(mockServices.urlReader.mock({ readTree }));
  }

  const laidOut =
    (files: Readonly<Record<string, string>>, etag = COMMIT) =>
    async () => ({
      etag,
      files: () => Promise.reject(new Error('not asked')),
      archive: () => Promise.reject(new Error('not asked')),
      async dir(options?: { targetDir?: string }) {
        const folder = options?.targetDir ?? '';
        for (const [path, text] of Object.entries(files)) {
          await mkdir(dirname(join(folder, path)), { recursive: true });
          await writeFile(join(folder, path), text);
        }
        return folder;
      },
    });

  const read = <Result>(
    url: SourceReader,
    annotation: string | null,
    use: (reading: SourceReadingOutcome) => Promise<Result>,
  ) =>
    readSource(pipelineAt(`url:${URL}`, annotation), { url, file: never }, use);

  const leftovers = async () =>
    (await readdir(tmpdir())).filter(name =>
      name.startsWith('trainyard-source-'),
    );

  it('is read with one call, at a commit, and what was laid out is removed', async () => {
    const before = await leftovers();
    const readTree = jest.fn(
      laidOut({ 'training/pipeline.yaml': TINY_PIPELINE }),
    );
    const reading = await read(
      urlReader(readTree),
      'training/pipeline.yaml',
      async found => {
        expect(await leftovers()).toHaveLength(before.length + 1);
        return found;
      },
    );
    expect(reading).toMatchObject({
      outcome: 'read',
      from: { kind: 'url', target: URL, commit: COMMIT, dirty: false },
      lasting: false,
    });
    expect(readTree).toHaveBeenCalledTimes(1);
    expect(readTree).toHaveBeenCalledWith(URL, expect.anything());
    expect(await leftovers()).toEqual(before);
  });

  it('has no commit where the etag is something else', async () => {
    const files = { 'pipeline.yaml': TINY_PIPELINE };
    const reader = urlReader(laidOut(files, 'W/"17"'));
    expect(await read(reader, null, kept)).toMatchObject({
      from: { commit: null },
    });
  });

  it.each([
    '../pipeline.yaml',
    'a/../../pipeline.yaml',
    '/etc/passwd',
    'https://elsewhere.example/pipeline.yaml',
  ])('is not read outside its repository: %s', async annotation => {
    const readTree = jest.fn(laidOut({}));
    expect(await read(urlReader(readTree), annotation, kept)).toMatchObject({
      kind: 'outside',
    });
    expect(readTree).not.toHaveBeenCalled();
  });

  it.each([
    [new NotFoundError('404'), 'nowhere'],
    [new NotAllowedError('403'), 'not allowed'],
    [new Error('ECONNREFUSED'), 'unreachable'],
  ])('tells what %s means, and leaves nothing behind', async (error, kind) => {
    const before = await leftovers();
    const reader = urlReader(() => Promise.reject(error));
    expect(await read(reader, null, kept)).toMatchObject({ kind });
    expect(await leftovers()).toEqual(before);
  });

  it('points nowhere in a repository without the file', async () => {
    const reader = urlReader(laidOut({ 'README.md': '' }));
    expect(await read(reader, 'pipeline.yaml', kept)).toMatchObject({
      kind: 'nowhere',
      problem: { found: 'no such file' },
    });
  });

  it('does not lay out more than fits', async () => {
    const reader = urlReader(async (_url, options) => {
      options?.filter?.('huge.bin', { size: 2 ** 31 });
      return laidOut({})();
    });
    expect(await read(reader, null, kept)).toMatchObject({
      kind: 'too large',
    });
  });
});
