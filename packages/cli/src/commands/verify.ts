import { verifyStore, type VerifyCounts } from '@trainyard/artifacts';
import { EXIT } from '../exitCodes';
import { storeOf } from '../machine';
import { openStore } from '../openStore';
import type { Command } from './command';

/** Hashes everything in a store again; exit 1 where something is not as it was written. */
export const verify: Command = async ({ options }, terminal) => {
  const { store } = await openStore(
    storeOf(terminal, options),
    terminal,
    'read',
  );
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
      `${verifiedText(counts)}: ` +
        `${findings.length === 0 ? 'all as they were written' : `${findings.length} not as they were written`}`,
    );
  }
  return findings.length === 0 ? EXIT.succeeded : EXIT.failed;
};

export function verifiedText({
  blobs,
  bytes,
  trees,
  documents,
}: VerifyCounts): string {
  return `${blobs} blobs of ${(bytes / 1e6).toFixed(1)} MB, ${trees} trees and ${documents} documents`;
}
