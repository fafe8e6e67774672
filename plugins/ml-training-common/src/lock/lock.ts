import { z } from 'zod';
import { digest } from '../json/digest';
import { expectation } from '../documents/expectation';
import { innerPath, word } from '../documents/names';
import { treeDigest } from '../trees/treeDigest';

const lockedFile = z.strictObject({
  path: innerPath.describe(
    'Relative to the source; its own name for one file.',
  ),
  sha256: digest,
  bytes: z.int().nonnegative(),
});
export type LockedFile = z.output<typeof lockedFile>;

const lockedSource = z
  .strictObject({
    path: innerPath.describe('As the specification says it.'),
    strength: z
      .enum(['copied', 'sha256'])
      .describe(
        '`copied`: the bytes are in the store. `sha256`: a change is noticed, the bytes may be lost.',
      ),
    tree: digest.describe('The artifact that the files make up.'),
    files: z.array(lockedFile).min(1),
  })
  .refine(({ tree, files }) => tree === treeOfFiles(files), {
    path: ['tree'],
    error: expectation(
      'the digest of the files listed below it',
      'A lock is not edited by hand: run `trainyard pin`.',
    ),
  });
export type LockedSource = z.output<typeof lockedSource>;

/**
 * `pipeline.lock`: what the names in a specification meant when it was pinned
 * (design §2). Nothing is read that is not in it.
 */
export const lock = z.strictObject({
  lock_version: z.literal(1),
  /** Absent where neither the specification nor anybody else said one. */
  as_of: z
    .strictObject({
      instant: z.iso.datetime({ precision: 3 }),
      said_by: z.enum(['specification', 'flag', 'clock']),
    })
    .optional(),
  sources: z.record(word, lockedSource),
  /** A lock of packages, by its path: SHA-256 of the file. */
  environments: z
    .record(innerPath, z.strictObject({ sha256: digest }))
    .default({}),
  /** An image as the specification writes it: the digest it is run by. */
  images: z
    .record(
      z.string().min(1),
      z.string().regex(/^sha256:[0-9a-f]{64}$/, {
        error: expectation(
          'the digest of an image',
          'A lock is not edited by hand: run `trainyard pin`.',
        ),
      }),
    )
    .default({}),
});
export type Lock = z.output<typeof lock>;

/** The artifact that the files of a source make up; data is never executable. */
export function treeOfFiles(files: readonly LockedFile[]): string {
  return treeDigest(files.map(file => ({ ...file, executable: false })));
}
