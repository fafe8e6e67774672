import { z } from 'zod';

/** A line that a step said: built-in steps share a pod, and its log is cut apart by it. */
const saidLine = z.strictObject({
  step: z.string(),
  try: z.int().positive(),
  line: z.string(),
});
export type SaidLine = z.output<typeof saidLine>;

/** What happened in the pod, such as `{"event":"step began","step":"build-tables","try":1}`. */
const happenedLine = z.looseObject({ event: z.string() });

/** A line on the standard output of a container of ours: JSON, one object a line. */
export const podLine = z.union([saidLine, happenedLine]);
export type PodLine = z.output<typeof podLine>;

/** @returns undefined where the line is not one of ours, such as one of Node's own warnings */
export function readPodLine(text: string): PodLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = podLine.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** @returns undefined where it is not what a step said */
export function readSaidLine(text: string): SaidLine | undefined {
  const line = readPodLine(text);
  return line && isSaid(line) ? line : undefined;
}

function isSaid(line: PodLine): line is SaidLine {
  return !('event' in line);
}
