import { createHash } from 'node:crypto';
import {
  lockProblems,
  parseLock,
  readSpecification,
  runnableProblems,
  type Problem,
  type SourceReading,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lockNameOf } from '@trainyard/runner';
import { sorted } from './describeReading';

/** Every problem of a specification that lies nowhere yet; a lock is judged where there is one. */
export function validateFiles({
  files,
  specification: name,
}: {
  readonly files: Readonly<Record<string, string>>;
  readonly specification: string;
}): SourceReading['problems'] {
  const read = (path: string) =>
    Object.hasOwn(files, path) ? files[path] : undefined;
  const { specification, problems, placeOf } = readSpecification(
    { read },
    name,
  );
  const found: Problem[] = [...problems];
  if (specification) {
    found.push(...runnableProblems({ specification, placeOf }));
    const lockName = lockNameOf(name);
    const text = read(lockName);
    const parsed = text === undefined ? undefined : parseLock(text, lockName);
    found.push(...(parsed?.problems ?? []));
    if (parsed?.lock) {
      const { lock } = parsed;
      const placed = { lock, placeOf: parsed.placeOf };
      // A file that was not sent along is taken to be what the lock says.
      const requirements = new Map(
        Object.entries(lock.environments).map(([path, { sha256 }]) => {
          const sent = read(path);
          return [path, sent === undefined ? sha256 : sha256Of(sent)];
        }),
      );
      found.push(...lockProblems(specification, placed, requirements));
    }
  }
  return sorted(found);
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
