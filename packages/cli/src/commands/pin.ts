import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  dayOrInstant,
  writeLock,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lockNameOf, pinPipeline, readPipeline } from '@trainyard/runner';
import { EXIT } from '../exitCodes';
import { hasErrors, tellProblems } from '../problems';
import { WrongUse } from '../usage';
import type { Command } from './command';

/** Writes pipeline.lock: what every name in the specification means today. */
export const pin: Command = async ({ operands, options }, terminal) => {
  const asOf = options['as-of'];
  if (typeof asOf === 'string' && !dayOrInstant.safeParse(asOf).success) {
    throw new WrongUse(
      `--as-of: expected a day or an instant in UTC, found ${asOf}. Write 2001-07-01 or 2001-07-01T06:00:00Z.`,
    );
  }
  const read = await readPipeline(resolve(terminal.folder, operands[0]));
  if (read.outcome === 'invalid') {
    tellProblems(read.problems, terminal);
    return EXIT.wrongUse;
  }
  const { pipeline } = read;
  const name = lockNameOf(pipeline.bundle.specification);
  // What is wrong with the lock of before is what pinning mends.
  const others = pipeline.problems.filter(({ file }) => file !== name);
  tellProblems(others, terminal);
  if (hasErrors(others)) return EXIT.wrongUse;
  if (asOf && pipeline.specification.as_of !== undefined) {
    throw new WrongUse(
      `--as-of ${asOf}: the specification says as_of ${pipeline.specification.as_of}. Say it in one place.`,
    );
  }
  const pinned = await pinPipeline({
    ...pipeline,
    asOf: typeof asOf === 'string' ? asOf : undefined,
    now: () => new Date(),
  });
  if (pinned.outcome === 'invalid') {
    tellProblems(pinned.problems, terminal);
    return EXIT.wrongUse;
  }
  await writeFile(join(pipeline.folder, name), writeLock(pinned.lock));
  const { lock } = pinned;
  if (options.json) {
    terminal.out(JSON.stringify(lock));
    return EXIT.succeeded;
  }
  for (const [source, { files, strength }] of Object.entries(lock.sources)) {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    terminal.out(
      `${source}: ${files.length} ${files.length === 1 ? 'file' : 'files'}, ${(bytes / 1e6).toFixed(1)} MB, pinned as ${strength}`,
    );
  }
  if (lock.as_of) {
    terminal.out(
      `as of ${lock.as_of.instant}, said by the ${lock.as_of.said_by}`,
    );
  }
  terminal.out(
    `wrote ${name}: commit it beside ${pipeline.bundle.specification}`,
  );
  return EXIT.succeeded;
};
