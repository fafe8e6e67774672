import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where environments are kept for all pipelines of a user. Everything in it can
 * be made again.
 */
export function defaultCacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const { XDG_CACHE_HOME: cache } = environment;
  // A relative one is to be ignored (XDG Base Directory Specification).
  const root = cache && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  return join(root, 'trainyard');
}
