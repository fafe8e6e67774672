import { copyStore, type Finding } from '@trainyard/artifacts';
import { EXIT } from '../exitCodes';
import { openStore } from '../openStore';
import { existingStore } from '../existingStore';
import type { Command } from './command';
import { storeOf } from '../machine';

/** Copies all that is sealed; exit 1 where something could not be, or is otherwise there. */
export const storeCopy: Command = async ({ operands, options }, terminal) => {
  const { namespace } = options;
  const [a, b] = operands;
  const from = await existingStore(terminal, { store: a, namespace });
  const to = await openStore(
    storeOf(terminal, { store: b, namespace }),
    terminal,
  );
  const findings: Finding[] = [];
  const counts = await copyStore(from.store, to.store, finding => {
    findings.push(finding);
    if (!options.json) terminal.out(`${finding.key}: ${finding.problem}`);
  });
  if (options.json) {
    terminal.out(JSON.stringify({ findings, counts }));
  } else {
    const { copied, bytes, there } = counts;
    terminal.out(
      `${copied} objects of ${(bytes / 1e6).toFixed(1)} MB copied, ${there} were there: ` +
        `${findings.length === 0 ? 'the other store has all of this one' : `${findings.length} not copied`}`,
    );
  }
  return findings.length === 0 ? EXIT.succeeded : EXIT.failed;
};
