import type { SegmentCodes } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { identifier, literal, type Session } from '../duckdb/session';

/**
 * Reads to which group of each segment the rows of a window belong, in the order
 * of example_id.
 *
 * @param labels - as SQL: `example_id` of the window's rows
 * @param table - as SQL: `example_id` and a VARCHAR a segment
 * @param groups - by segment, in the order in which readers should meet them
 * @throws StepFailure where a row is missing or belongs to no known group
 */
export async function readSegmentCodes(
  session: Session,
  labels: string,
  table: string,
  groups: Readonly<Record<string, readonly string[]>>,
): Promise<Record<string, SegmentCodes>> {
  const segments = Object.entries(groups);
  if (segments.length === 0) return {};
  const joins = segments.map(([segment, names], index) => {
    const rows = names.map(
      (name, code) => `(${literal(name)}, ${code}::DOUBLE)`,
    );
    return `LEFT JOIN (VALUES ${rows.join(', ')}) g${index}(name, code)
              ON g${index}.name = s.${identifier(segment)}`;
  });
  const codes = await session.columnDoubles(
    `SELECT ${segments.map((_, index) => `g${index}.code AS code_${index}`).join(', ')}
       FROM ${labels} l
       LEFT JOIN ${table} s ON s.example_id = l.example_id ${joins.join(' ')}
      ORDER BY l.example_id`,
  );
  return Object.fromEntries(
    segments.map(([segment, names], index) => [
      segment,
      { names, codes: wholeNumbers(codes[`code_${index}`], segment) },
    ]),
  );
}

function wholeNumbers(codes: Float64Array, segment: string): Uint16Array {
  const lost = codes.reduce((n, code) => n + Number(Number.isNaN(code)), 0);
  if (lost > 0) {
    throw new StepFailure(
      `${lost} of ${codes.length} rows belong to no group of segment ${segment}`,
    );
  }
  return Uint16Array.from(codes);
}
