import {
  compareRuns,
  comparisonText,
} from '@trainyard/backstage-plugin-ml-training-common';
import { describeRun } from '@trainyard/runner';
import { EXIT } from '../exitCodes';
import { storeOf } from '../machine';
import { openStore } from '../openStore';
import { storedRun } from '../storedRun';
import { plainText } from '../terminal/plainText';
import type { Command } from './command';

/** Says in words what differs between two runs, causes first. */
export const diff: Command = async ({ operands, options }, terminal) => {
  const { store } = await openStore(
    storeOf(terminal, options),
    terminal,
    'read',
  );
  const before = await storedRun(store, operands[0]);
  const after = await storedRun(store, operands[1]);
  const differences = compareRuns(
    await describeRun(store, before),
    await describeRun(store, after),
  );
  if (options.json) {
    terminal.out(JSON.stringify({ differences }));
  } else {
    for (const line of comparisonText(differences)) {
      terminal.out(plainText(line));
    }
  }
  return EXIT.succeeded;
};
