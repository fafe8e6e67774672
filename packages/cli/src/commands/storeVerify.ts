import {
  compareStores,
  verifyStore,
  type ArtifactStore,
  type Finding,
} from '@trainyard/artifacts';
import { EXIT } from '../exitCodes';
import { existingStore } from '../existingStore';
import { verifiedText } from './verify';
import type { Command } from './command';

/** Hashes one or two stores again, and compares two; exit 1 where anything is found. */
export const storeVerify: Command = async ({ operands, options }, terminal) => {
  const { namespace } = options;
  const stores: ArtifactStore[] = [];
  for (const store of operands) {
    stores.push((await existingStore(terminal, { store, namespace })).store);
  }
  const findings: Finding[] = [];
  const told = async (found: AsyncIterable<Finding>, place: string) => {
    for await (const { key, problem } of found) {
      findings.push({ key, problem: `${place}${problem}` });
      if (!options.json) terminal.out(`${key}: ${place}${problem}`);
    }
  };
  const counts = [];
  for (const [at, store] of stores.entries()) {
    const place = stores.length === 1 ? '' : `in ${operands[at]}: `;
    const verification = verifyStore(store);
    await told(verification, place);
    counts.push(verification.counts);
  }
  const [one, other] = stores;
  if (other) await told(compareStores(one, other), '');
  if (options.json) {
    terminal.out(JSON.stringify({ findings, counts }));
  } else {
    for (const count of counts) terminal.out(verifiedText(count));
    terminal.out(
      findings.length === 0
        ? `all as they were written${other ? ', and the same in both' : ''}`
        : `${findings.length} not as they were written${other ? ', or not the same in both' : ''}`,
    );
  }
  return findings.length === 0 ? EXIT.succeeded : EXIT.failed;
};
