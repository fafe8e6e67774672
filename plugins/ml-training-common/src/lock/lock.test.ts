import fc from 'fast-check';
import {
  changed,
  pipelineText,
  specificationOf,
} from '../documents/flightDelay.fixture';
import type { Specification } from '../documents/specification';
import { digestOfText } from '../json/digest';
import { treeDigest } from '../trees/treeDigest';
import { treeOfFiles, type Lock, type LockedFile } from './lock';
import { lockProblems } from './lockProblems';
import { parseLock } from './parseLock';
import { writeLock } from './writeLock';

const file = (path: string): LockedFile => ({
  path,
  sha256: digestOfText(path),
  bytes: 7,
});

const source = (path: string, name: string) => ({
  path,
  strength: 'copied' as const,
  tree: treeOfFiles([file(name)]),
  files: [file(name)],
});

const IMAGE = `registry.example/flights@sha256:${'a'.repeat(64)}`;
const REQUIREMENTS = digestOfText('lightgbm');

/** What pinning the fixture gives. */
const LOCK: Lock = {
  lock_version: 1,
  as_of: { instant: '2001-07-02T00:00:00.000Z', said_by: 'specification' },
  sources: {
    flights: source('data/flights.parquet', 'flights.parquet'),
    airports: source('data/airports.csv', 'airports.csv'),
  },
  environments: { 'requirements.lock': { sha256: REQUIREMENTS } },
  images: {},
};

const specification = specificationOf(pipelineText());

function told(
  lock: Lock,
  to: Specification = specification,
  requirements = new Map([['requirements.lock', REQUIREMENTS]]),
): string[] {
  const read = parseLock(writeLock(lock), 'pipeline.lock');
  if (!read.lock) throw new TypeError(JSON.stringify(read.problems));
  return lockProblems(to, { ...read, lock: read.lock }, requirements).map(
    ({ file: name, line, path, found, advice }) => {
      expect(advice).toMatch(/^(Run `trainyard pin`|Restore it)/);
      return `${name}:${line} ${path.join('.')}: ${found}`;
    },
  );
}

describe('the tree of a source', () => {
  it('is the tree that the store seals, never executable', () => {
    const files = [file('b'), file('a')];
    expect(treeOfFiles(files)).toBe(
      treeDigest(files.map(one => ({ ...one, executable: false }))),
    );
  });
});

describe('writeLock', () => {
  it('writes one text, whatever the order it was put together in', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(LOCK.sources), { minLength: 2 }),
        fc.boolean(),
        (names, reversed) => {
          const files = [file('x/b.csv'), file('x/B.csv'), file('x/a.csv')];
          const many = {
            ...source('x', 'x'),
            tree: treeOfFiles(files),
          };
          const lock = (
            order: readonly LockedFile[],
            first: readonly string[],
          ) =>
            writeLock({
              ...LOCK,
              sources: Object.fromEntries([
                ...first.map(name => [name, LOCK.sources[name]]),
                ['many', { ...many, files: [...order] }],
              ]),
            });
          expect(lock(reversed ? [...files].reverse() : files, names)).toBe(
            lock(files, Object.keys(LOCK.sources)),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('says what it is, and reads back', () => {
    const text = writeLock(LOCK);
    expect(text).toMatch(/^# Written by `trainyard pin`/);
    expect(text).toContain('\nlock_version: 1\nas_of:\n  instant: ');
    expect(parseLock(text, 'pipeline.lock')).toMatchObject({
      lock: LOCK,
      problems: [],
    });
  });

  it('has no line for what is not there', () => {
    const text = writeLock({
      lock_version: 1,
      sources: {},
      environments: {},
      images: {},
    });
    expect(text).toMatch(/\nlock_version: 1\nsources: \{\}\n$/);
  });
});

describe('parseLock', () => {
  const broken = (from: string, to: string) =>
    parseLock(writeLock(LOCK).replace(from, to), 'a.lock').problems.map(
      ({ file: name, line, path, advice }) =>
        `${name}:${line} ${path.join('.')}: ${advice}`,
    );

  it('tells a misspelt key and a wrong value at their lines', () => {
    expect(broken('strength: copied', 'strenght: copid')).toEqual([
      'a.lock:10 sources.airports.strenght: Did you mean `strength`?',
      'a.lock:10 sources.airports.strenght: Did you mean `copied`?',
    ]);
  });

  it('tells a tree that is not the tree of its files', () => {
    expect(broken('bytes: 7', 'bytes: 8')).toEqual([
      'a.lock:11 sources.airports.tree: A lock is not edited by hand: run `trainyard pin`.',
    ]);
  });

  it('tells what is no YAML', () => {
    expect(parseLock('a:\n\tb: 1', 'a.lock')).toMatchObject({
      problems: [{ file: 'a.lock', line: 2, found: 'a tab' }],
    });
    expect(parseLock('', 'a.lock').lock).toBeUndefined();
  });

  it('does not read a lock of a later version', () => {
    expect(broken('lock_version: 1', 'lock_version: 2')).toEqual([
      'a.lock:3 lock_version: Write `1`.',
    ]);
  });

  it('does not let a path of a file leave its source', () => {
    const { problems } = parseLock(
      writeLock(LOCK).replace('path: airports.csv', 'path: ../airports.csv'),
      'a.lock',
    );
    expect(problems[0].path).toEqual([
      'sources',
      'airports',
      'files',
      0,
      'path',
    ]);
  });
});

describe('lockProblems', () => {
  const { flights, airports } = LOCK.sources;

  it('finds none where the lock fits', () => {
    expect(told(LOCK)).toEqual([]);
  });

  it.each([
    [
      'a source that is not pinned',
      { ...LOCK, sources: { flights } },
      ['pipeline.lock:7 sources.airports: nothing'],
    ],
    [
      'a source that is gone',
      { ...LOCK, sources: { ...LOCK.sources, old: airports } },
      ['pipeline.lock:24 sources.old: the source old'],
    ],
    [
      'another path',
      {
        ...LOCK,
        sources: {
          airports,
          flights: { ...flights, path: 'data/old.parquet' },
        },
      },
      ['pipeline.lock:17 sources.flights.path: data/old.parquet'],
    ],
    [
      'another strength',
      {
        ...LOCK,
        sources: {
          flights,
          airports: { ...airports, strength: 'sha256' as const },
        },
      },
      ['pipeline.lock:10 sources.airports.strength: sha256'],
    ],
    [
      'another as_of',
      {
        ...LOCK,
        as_of: {
          instant: '2001-07-01T00:00:00.000Z',
          said_by: 'specification' as const,
        },
      },
      ['pipeline.lock:5 as_of.instant: 2001-07-01T00:00:00.000Z'],
    ],
    [
      'an as_of of a flag against the one of the specification',
      {
        ...LOCK,
        as_of: {
          instant: '2001-07-01T00:00:00.000Z',
          said_by: 'flag' as const,
        },
      },
      ['pipeline.lock:5 as_of.instant: 2001-07-01T00:00:00.000Z'],
    ],
    [
      'no as_of',
      { ...LOCK, as_of: undefined },
      ['pipeline.lock:3 as_of.instant: nothing'],
    ],
    [
      'an environment that is not pinned',
      { ...LOCK, environments: {} },
      ['pipeline.lock:3 environments.requirements.lock: nothing'],
    ],
    [
      'an environment that is gone',
      {
        ...LOCK,
        environments: {
          ...LOCK.environments,
          'old.lock': { sha256: REQUIREMENTS },
        },
      },
      ['pipeline.lock:25 environments.old.lock: old.lock'],
    ],
    [
      'an image that is gone',
      { ...LOCK, images: { [IMAGE]: `sha256:${'a'.repeat(64)}` } },
      [`pipeline.lock:28 images.${IMAGE}: sha256:${'a'.repeat(64)}`],
    ],
  ])('tells %s', (_, lock, expected) => {
    expect(told(lock)).toEqual(expected);
  });

  it('tells requirements that changed since', () => {
    expect(
      told(
        LOCK,
        specification,
        new Map([['requirements.lock', digestOfText('x')]]),
      ),
    ).toEqual([
      `pipeline.lock:26 environments.requirements.lock.sha256: ${REQUIREMENTS}`,
    ]);
  });

  it('tells requirements that are gone', () => {
    expect(told(LOCK, specification, new Map())).toEqual([
      'pipeline.lock:25 environments.requirements.lock: no such file',
    ]);
  });

  it('wants the digest of an image to be the one that is written', () => {
    const withImage = specificationOf(
      pipelineText(
        changed(
          'training',
          'runtime: {',
          `runtime: {container_image: '${IMAGE}', `,
        ),
      ),
    );
    expect(told(LOCK, withImage)).toEqual([
      `pipeline.lock:3 images.${IMAGE}: nothing`,
    ]);
    const images = { [IMAGE]: `sha256:${'a'.repeat(64)}` };
    expect(told({ ...LOCK, images }, withImage)).toEqual([]);
  });

  it.each(['flag', 'clock'] as const)(
    'keeps the instant that a %s said where the specification says none',
    saidBy => {
      const silent = specificationOf(
        pipelineText({}, 'spec_version: 1\npipeline: flight-delay\n'),
      );
      const instant = '2001-07-09T12:00:00.000Z';
      expect(
        told({ ...LOCK, as_of: { instant, said_by: saidBy } }, silent),
      ).toEqual([]);
      expect(
        told({ ...LOCK, as_of: { instant, said_by: 'specification' } }, silent),
      ).toEqual([`pipeline.lock:4 as_of: ${instant}`]);
    },
  );
});
