import { stringify } from 'yaml';
import { lock as lockSchema, type Lock } from './lock';

const HEADER = `# Written by \`trainyard pin\`: exactly which bytes the names in pipeline.yaml mean.
# Commit it beside pipeline.yaml; to change it, run \`trainyard pin\` again.
`;

/**
 * The text of `pipeline.lock`: equal for equal locks, whatever the order in which
 * they were put together, so that a diff shows what really changed.
 */
export function writeLock(lock: Lock): string {
  const { lock_version, as_of, sources, environments, images } =
    lockSchema.parse(lock);
  return (
    HEADER +
    stringify(
      {
        lock_version,
        ...(as_of && { as_of }),
        sources: Object.fromEntries(
          sorted(sources).map(([name, { path, strength, tree, files }]) => [
            name,
            {
              path,
              strength,
              tree,
              files: [...files].sort((a, b) => order(a.path, b.path)),
            },
          ]),
        ),
        ...(Object.keys(environments).length > 0 && {
          environments: Object.fromEntries(sorted(environments)),
        }),
        ...(Object.keys(images).length > 0 && {
          images: Object.fromEntries(sorted(images)),
        }),
      },
      {
        lineWidth: 0,
        schema: 'core',
        version: '1.2',
        aliasDuplicateObjects: false,
      },
    )
  );
}

function sorted<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => order(a, b));
}

/** By UTF-16 code units: no locale may move a line. */
function order(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
