import { readPodLine } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

const about = z.looseObject({ step: z.string(), try: z.int().optional() });

const BEGAN = 'step began';

/** What a line of a pod with several built-in steps tells of one of them. */
export type Told =
  | { readonly told: 'began'; readonly nth: number }
  | { readonly told: 'said'; readonly nth: number; readonly bytes: Uint8Array }
  /** It is over, or the pod went on to another. */
  | { readonly told: 'over' };

/** @returns undefined for what is about no step */
export function toldOf(line: Uint8Array, step: string): Told | undefined {
  const read = readPodLine(Buffer.from(line).toString('utf8'));
  if (!read) return undefined;
  const parsed = about.safeParse(read);
  if (!parsed.success) return undefined;
  const { step: of, try: nth } = parsed.data;
  if (of !== step || nth === undefined) return { told: 'over' };
  if (!('event' in read)) {
    return { told: 'said', nth, bytes: Buffer.from(`${read.line}\n`) };
  }
  return read.event === BEGAN ? { told: 'began', nth } : { told: 'over' };
}

/** The try of a step that is under way when all these lines were said; undefined where none is. */
export async function tryUnderWay(
  lines: AsyncIterable<Uint8Array>,
  step: string,
): Promise<number | undefined> {
  let nth: number | undefined;
  for await (const line of lines) {
    const told = toldOf(line, step);
    if (told) nth = told.told === 'over' ? undefined : told.nth;
  }
  return nth;
}
