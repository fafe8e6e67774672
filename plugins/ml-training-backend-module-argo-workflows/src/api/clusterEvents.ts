import { z } from 'zod';

const podEvent = z.looseObject({
  involvedObject: z.looseObject({ name: z.string().default('') }),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  firstTimestamp: z.string().nullish(),
});

export const POD_COMPLAINTS = 'type=Warning,involvedObject.kind=Pod';

/** Kubernetes repeats a complaint that holds, with pauses of up to 5 minutes. */
const LATELY_MILLISECONDS = 10 * 60_000;

/** The newest complaint about each pod, by its name. */
export function newestComplaints(
  events: readonly unknown[],
  now: Date,
): ReadonlyMap<string, string> {
  const newest = new Map<string, { at: number; words: string }>();
  for (const event of events) {
    const parsed = podEvent.safeParse(event);
    if (!parsed.success) continue;
    const { involvedObject, reason, message } = parsed.data;
    const { lastTimestamp, eventTime, firstTimestamp } = parsed.data;
    const at = Date.parse(lastTimestamp ?? eventTime ?? firstTimestamp ?? '');
    const known = newest.get(involvedObject.name);
    const isLate = now.getTime() - at <= LATELY_MILLISECONDS;
    if (!isLate || (known && known.at > at)) continue;
    const words = [reason, message].filter(Boolean).join(': ');
    newest.set(involvedObject.name, { at, words });
  }
  return new Map([...newest].map(([pod, { words }]) => [pod, words]));
}
