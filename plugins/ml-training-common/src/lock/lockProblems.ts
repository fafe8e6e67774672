import { endInstant, instantText } from '../documents/instants';
import type { Path, PlaceOf } from '../documents/reading/finding';
import type { Runtime } from '../documents/sections/runtime';
import type { Specification } from '../documents/specification';
import type { Problem } from '../problems/problem';
import type { Lock } from './lock';

const PIN = 'Run `trainyard pin` and commit the lock.';

/** A difference, before its place in the lock is looked up. */
interface Difference {
  readonly path: Path;
  readonly found: string;
  readonly expected: string;
  readonly advice?: string;
}

/**
 * Where a lock does not fit its specification any more; running it would read
 * something else than what is written. The bytes themselves are compared when
 * they are read.
 *
 * @param read - as parseLock gives it
 * @param requirements - SHA-256 of the requirements files that are there now, by their path in the specification
 */
export function lockProblems(
  specification: Specification,
  { lock, placeOf }: { readonly lock: Lock; readonly placeOf: PlaceOf },
  requirements: ReadonlyMap<string, string>,
): Problem[] {
  return [
    ...asOfDifferences(specification, lock),
    ...sourceDifferences(specification, lock),
    ...environmentDifferences(specification, lock, requirements),
    ...imageDifferences(specification, lock),
  ].map(stale => ({
    advice: PIN,
    ...stale,
    ...placeOf(stale.path),
    severity: 'error',
  }));
}

/** Where the specification says no instant, one that was given when pinning stays. */
function asOfDifferences(
  { as_of: said }: Specification,
  lock: Lock,
): Difference[] {
  const pinned = lock.as_of;
  if (said === undefined) {
    return pinned?.said_by === 'specification'
      ? [
          {
            path: ['as_of'],
            found: pinned.instant,
            expected: 'no as_of of the specification, which says none any more',
          },
        ]
      : [];
  }
  const instant = instantText(endInstant(said));
  if (pinned?.instant === instant) return [];
  return [
    {
      path: ['as_of', 'instant'],
      found: pinned?.instant ?? 'nothing',
      expected: `${instant}, as the specification says`,
    },
  ];
}

function sourceDifferences(
  { sources }: Specification,
  lock: Lock,
): Difference[] {
  const names = new Set([
    ...Object.keys(sources),
    ...Object.keys(lock.sources),
  ]);
  return [...names].flatMap((name): Difference[] => {
    const said = own(sources, name);
    const pinned = own(lock.sources, name);
    const path = ['sources', name];
    if (!pinned) {
      return [{ path, found: 'nothing', expected: `the source ${name}` }];
    }
    if (!said) {
      return [
        {
          path,
          found: `the source ${name}`,
          expected: 'no source that the specification does not have',
        },
      ];
    }
    return [
      ...difference([...path, 'path'], pinned.path, said.path),
      ...difference([...path, 'strength'], pinned.strength, said.pin),
    ];
  });
}

function environmentDifferences(
  specification: Specification,
  lock: Lock,
  requirements: ReadonlyMap<string, string>,
): Difference[] {
  const said = new Set(
    runtimesOf(specification).flatMap(({ environment }) =>
      environment ? [environment.requirements] : [],
    ),
  );
  const names = new Set([...said, ...Object.keys(lock.environments)]);
  return [...names].flatMap((name): Difference[] => {
    const pinned = own(lock.environments, name)?.sha256;
    const path = ['environments', name];
    if (!said.has(name)) {
      return [
        { path, found: name, expected: 'no environment that nothing runs in' },
      ];
    }
    if (pinned === undefined) {
      return [{ path, found: 'nothing', expected: `the environment ${name}` }];
    }
    const now = requirements.get(name);
    return now === undefined
      ? [
          {
            path,
            found: 'no such file',
            expected: `the file ${name}`,
            advice: 'Restore it, or name another in the specification.',
          },
        ]
      : difference([...path, 'sha256'], pinned, now);
  });
}

/** Images that the specification itself names by digest; a tag cannot run (runnable). */
function imageDifferences(
  specification: Specification,
  lock: Lock,
): Difference[] {
  const said = new Map(
    runtimesOf(specification).flatMap(({ container_image: image }) => {
      const digest = image?.split('@')[1];
      return image && digest ? [[image, digest]] : [];
    }),
  );
  const names = new Set([...said.keys(), ...Object.keys(lock.images)]);
  return [...names].flatMap(name =>
    difference(
      ['images', name],
      own(lock.images, name) ?? 'nothing',
      said.get(name) ?? 'no image that nothing runs in',
    ),
  );
}

function difference(path: Path, found: string, expected: string): Difference[] {
  return found === expected ? [] : [{ path, found, expected }];
}

function runtimesOf({ training, steps }: Specification): Runtime[] {
  return [training, ...Object.values(steps)].flatMap(it =>
    it?.runtime ? [it.runtime] : [],
  );
}

function own<T>(
  entries: Readonly<Record<string, T>>,
  name: string,
): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
