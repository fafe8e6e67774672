import { z } from 'zod';
import { QueryError } from '../runs/runStore';
import type { CatalogPipeline } from './pipelineCatalog';

export interface PipelinesPageOf {
  readonly items: readonly CatalogPipeline[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number;
}

const USUAL = 50;

/** Where a page begins: after or before a pipeline, which may be gone by now. */
const position = z.union([
  z.strictObject({ after: z.string() }),
  z.strictObject({ before: z.string() }),
]);

/**
 * One page of pipelines in the order of their names.
 *
 * @throws QueryError where the cursor is not one
 */
export function pagePipelines(
  pipelines: readonly CatalogPipeline[],
  cursor: string | undefined,
  limit: number = USUAL,
): PipelinesPageOf {
  const sorted = [...pipelines].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const from = beginning(sorted, cursor, limit);
  const items = sorted.slice(from, from + limit);
  const last = items.at(-1);
  const more = from + items.length < sorted.length;
  return {
    items,
    next: more && last ? encode({ after: keyOf(last) }) : null,
    previous: from > 0 && items[0] ? encode({ before: keyOf(items[0]) }) : null,
    total: sorted.length,
  };
}

function beginning(
  sorted: readonly CatalogPipeline[],
  cursor: string | undefined,
  limit: number,
): number {
  if (cursor === undefined) return 0;
  const at = decode(cursor);
  if ('after' in at) {
    const found = sorted.findIndex(pipeline => keyOf(pipeline) > at.after);
    return found < 0 ? sorted.length : found;
  }
  const found = sorted.findIndex(pipeline => keyOf(pipeline) >= at.before);
  return Math.max(0, (found < 0 ? sorted.length : found) - limit);
}

/** Names may be equal in two namespaces of the catalog. */
function keyOf({ name, entity }: CatalogPipeline): string {
  return `${name.toLowerCase()} ${entity}`;
}

function encode(at: z.output<typeof position>): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

function decode(cursor: string): z.output<typeof position> {
  try {
    const text = Buffer.from(cursor, 'base64url').toString();
    return position.parse(JSON.parse(text));
  } catch {
    throw new QueryError(
      'The cursor is none that this list gave out. Begin with the first page.',
    );
  }
}
