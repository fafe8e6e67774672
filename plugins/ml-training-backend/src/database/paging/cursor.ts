import {
  canonicalJson,
  digestOfText,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import { QueryError } from '../queryError';
import type { Direction } from './order';

/** Where a page begins: after a row, or before it when going back. */
export interface Cursor {
  readonly direction: Direction;
  readonly keys: readonly (string | number | null)[];
  /** What the row is called outside: a cursor tells nobody how many rows there are. */
  readonly row: readonly string[];
}

const payload = z.tuple([
  z.enum(['next', 'previous']),
  z.array(z.union([z.string(), z.number(), z.null()])),
  z.array(z.string()),
]);

/**
 * A cursor as a caller carries it. The check binds it to the query; it keeps
 * mistakes out and not attackers, who could only ask for a page that they may see.
 */
export function cursorText(
  { direction, keys, row }: Cursor,
  query: Digest,
): string {
  return textOf(canonicalJson([direction, keys, row]), query);
}

/** @throws QueryError where the text is a cursor of another query, or none */
export function parseCursor(text: string, query: Digest): Cursor {
  const [encoded] = text.split('.');
  const said = Buffer.from(encoded, 'base64url').toString();
  // Written again and not only checked: base64 has several texts for the same bytes.
  if (text !== textOf(said, query)) {
    throw new QueryError(
      'The cursor belongs to a list with other filters or another sort, or it was changed on its way. Begin at the first page: ask without cursor.',
      { text, at: 0 },
    );
  }
  const [direction, keys, row] = payload.parse(JSON.parse(said));
  return { direction, keys, row };
}

function textOf(said: string, query: Digest): string {
  const check = digestOfText(`${query}\n${said}`).slice(0, 24);
  return `${Buffer.from(said).toString('base64url')}.${check}`;
}
