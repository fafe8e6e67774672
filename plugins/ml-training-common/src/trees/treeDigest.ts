import { z } from 'zod';
import { digest, digestOfJson, type Digest } from '../json/digest';

/** One file of an artifact. */
export const treeEntry = z.strictObject({
  /** Relative, `/`-separated. */
  path: z.string().min(1),
  sha256: digest,
  bytes: z.int().nonnegative(),
  executable: z.boolean(),
});
export type TreeEntry = Readonly<z.output<typeof treeEntry>>;

/**
 * The name of an artifact (design §6): the digest of its list of files, sorted by
 * path in UTF-16 code units. Nothing else that an entry may carry is counted.
 */
export function treeDigest(entries: readonly TreeEntry[]): Digest {
  return digestOfJson(sortedEntries(entries));
}

/** The list as it is sealed. Compares code units, as no locale may have a say in a digest. */
export function sortedEntries(entries: readonly TreeEntry[]): TreeEntry[] {
  return entries
    .map(({ path, sha256, bytes, executable }) => ({
      path,
      sha256,
      bytes,
      executable,
    }))
    .sort((a, b) => Number(a.path > b.path) - Number(a.path < b.path));
}
