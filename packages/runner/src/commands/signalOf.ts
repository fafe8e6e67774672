import { constants } from 'node:os';

/** Shells say by 128 + number that a signal ended what they ran; null for other exit codes. */
export function signalOf(exitCode: number): NodeJS.Signals | null {
  return SIGNALS.get(exitCode - 128) ?? null;
}

const SIGNALS = new Map(
  Object.entries(constants.signals).map(([name, number]) => [
    number,
    name as NodeJS.Signals,
  ]),
);
