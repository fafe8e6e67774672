import { verifyStore } from '@trainyard/artifacts';
import { EXIT } from '../exitCodes';
import { storeFolder } from '../machine';
import { openStore } from '../openStore';
import type { Command } from './command';

/** Hashes everything in a store again; exit 1 where something is not as it was written. */
export const verify: Command = async ({ options }, terminal) => {
  const { store } = await openStore(storeFolder(terminal, options), terminal);
  const verification = verifyStore(store);
  const findings = [];
  for await (const finding of verification) {
    findings.push(finding);
    if (!options.json) terminal.out(`${finding.key}: ${finding.problem}`);
  }
  const { counts } = verification;
  if (options.json) {
    terminal.out(JSON.stringify({ findings, counts }));
  } else {
    terminal.out(
      `${counts.blobs} blobs of ${(counts.bytes / 1e6).toFixed(1)} MB, ${counts.trees} trees and ${counts.documents} documents: ` +
        `${findings.length === 0 ? 'all as they were written' : `${findings.length} not as they were written`}`,
    );
  }
  return findings.length === 0 ? EXIT.succeeded : EXIT.failed;
};
