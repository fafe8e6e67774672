import type { ObjectStore } from '@trainyard/artifacts';
import { z } from 'zod';
import { pause } from './pause';

const worker = z.strictObject({
  rank: z.int().nonnegative(),
  address: z.string().min(1),
});
export type Worker = z.output<typeof worker>;

export interface Meeting {
  /** Below which the workers of one try leave their addresses; ends in `/`. */
  readonly prefix: string;
  readonly own: Worker;
  readonly workers: number;
  readonly waitMilliseconds: number;
  readonly pollMilliseconds: number;
}

/**
 * Tells the other workers of a try where this one is, and waits until all have told.
 *
 * @throws Error where one of them does not come in time
 */
export async function meetWorkers(
  objects: ObjectStore,
  { prefix, own, workers, waitMilliseconds, pollMilliseconds }: Meeting,
): Promise<readonly Worker[]> {
  await leaveAddress(objects, keyOf(prefix, own.rank), own);
  const deadline = performance.now() + waitMilliseconds;
  const met = new Map<number, Worker>([[own.rank, own]]);
  for (;;) {
    for (let rank = 0; rank < workers; rank++) {
      const other = met.has(rank)
        ? undefined
        : await objects.read(keyOf(prefix, rank));
      if (other) met.set(rank, parse(other));
    }
    if (met.size === workers) {
      return [...met.values()].sort((a, b) => a.rank - b.rank);
    }
    if (performance.now() >= deadline) {
      const missing = Array.from({ length: workers }, (_, rank) => rank).filter(
        rank => !met.has(rank),
      );
      throw new Error(
        `waited ${waitMilliseconds / 1000} s for worker ${missing.join(', ')} of ${workers}: expected all to start together. Look whether the cluster has room for so many pods at once.`,
      );
    }
    await pause(pollMilliseconds);
  }
}

function keyOf(prefix: string, rank: number): string {
  return `${prefix}workers/${rank}.json`;
}

/** A pod that was started again on the spot may have another address. */
async function leaveAddress(objects: ObjectStore, key: string, own: Worker) {
  const bytes = Buffer.from(JSON.stringify(own));
  if ((await objects.create(key, bytes)) === 'created') return;
  const there = await objects.read(key);
  if (there && Buffer.compare(there, bytes) === 0) return;
  await objects.remove(key);
  await objects.create(key, bytes);
}

function parse(bytes: Uint8Array): Worker {
  return worker.parse(JSON.parse(Buffer.from(bytes).toString()));
}
