import { dirname, resolve } from 'node:path';
import { reproductionVerdict } from '@trainyard/backstage-plugin-ml-training-common';
import {
  openBundle,
  reproducedSteps,
  sourcePlaces,
  specificationOf,
} from '@trainyard/runner';
import type { CommandConsole } from '../console';
import { executeWith } from '../execution';
import { EXIT } from '../exitCodes';
import { principal, storeOf } from '../machine';
import { openStore } from '../openStore';
import { tellRefusal } from '../runAnswer';
import { storedRun } from '../storedRun';
import { plainText } from '../terminal/plainText';
import type { CommandCall } from '../usage';
import type { Command } from './command';
import { runIdOf } from './run';

/** Runs a run again, from what it sealed and without reuse, and compares. */
export const reproduce: Command = async ({ operands, options }, terminal) => {
  const opened = await openStore(storeOf(terminal, options), terminal);
  const { store } = opened;
  const original = await storedRun(store, operands[0]);
  const { record, plan } = original;
  const { specification, lock } = specificationOf(
    await openBundle(store, record.bundle, record.specification),
  );
  const ended = await executeWith(
    {
      plan,
      resume: options.resume === true,
      record: {
        run: runIdOf(options['run-id'], `${plan.pipeline}-again`),
        purpose: 'reproduction',
        parent: record.run,
        bundle: record.bundle,
        specification: record.specification,
        git: record.git,
        principal: principal(),
        trust: 'laptop',
      },
    },
    opened,
    sourcePlaces(sourceFolder(options, terminal), lock, ['sha256']),
    terminal,
  );
  if (ended.outcome !== 'ended') return tellRefusal(ended, terminal);

  const repeated = await storedRun(store, ended.end.run);
  const verdict = reproductionVerdict({
    original: await reproducedSteps(store, original),
    repeated: await reproducedSteps(store, repeated),
    bands: specification.reproduction.bands,
  });
  if (options.json) {
    terminal.out(
      JSON.stringify({
        runId: repeated.record.run,
        of: record.run,
        ...verdict,
      }),
    );
  } else {
    terminal.out(`${verdict.verdict}: ${plainText(verdict.explanation)}`);
    terminal.out(`  original ${record.run}, repeated ${repeated.record.run}`);
  }
  return verdict.verdict === 'diverged' ? EXIT.failed : EXIT.succeeded;
};

/**
 * The store has the bytes of copied sources; those pinned by digest lie where the
 * person says, or beside the store, or, where that is a bucket, where the person
 * stands.
 */
function sourceFolder(
  { sources, store }: CommandCall['options'],
  terminal: CommandConsole,
): string {
  if (typeof sources === 'string') return resolve(terminal.folder, sources);
  // Beside the store as a whole: a namespace lies deeper in it.
  const root = storeOf(terminal, { store });
  return root.kind === 'folder' ? dirname(root.path) : terminal.folder;
}
