import { z } from 'zod';

/** What an issue cannot say by itself: keys that are known there, or what a missing key means. */
export interface IssueNote {
  readonly known?: readonly string[];
  readonly meaning?: string;
}

const MARK = '\u0000';

/**
 * Sent through the message of an issue, which a schema with an expectation of its
 * own has already filled.
 */
export const noteIssue: z.core.$ZodErrorMap = issue => {
  const note: IssueNote =
    issue.code === 'unrecognized_keys'
      ? { known: knownKeys(issue.inst) }
      : { meaning: meaningOf(issue.inst) };
  return `${MARK}${JSON.stringify(note)}`;
};

/** The note of an issue, or the expectation that its schema states. */
export function noteOf(
  message: string,
): { readonly note: IssueNote } | { readonly stated: string } {
  return message.startsWith(MARK)
    ? { note: JSON.parse(message.slice(MARK.length)) as IssueNote }
    : { stated: message };
}

function knownKeys(inst: unknown): string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

function meaningOf(inst: unknown): string | undefined {
  return inst instanceof z.ZodType ? inst.description : undefined;
}
