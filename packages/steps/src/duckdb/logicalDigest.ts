import {
  digestOfJson,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { identifier, type Session } from './session';

/** A sum of 128 bits may overflow, that of its halves cannot. */
const LOWER_HALF = 2n ** 64n - 1n;

/**
 * The digest of a relation's schema and rows, whatever their order and however
 * a file stores them (design §5): equal rows have equal digests also when a
 * later engine writes other bytes for them.
 *
 * Every row becomes a text that no other row has, its MD5 is added up with the
 * others', and the sums are hashed together with names, types and the number of
 * rows. The engine's own hash() is not used, because it may change between
 * versions. Sums compare what honest steps made; what withstands a forger is
 * the digest of the tree.
 *
 * @param relation - a table of ours, or a query in parentheses
 */
export async function logicalDigest(
  session: Session,
  relation: string,
): Promise<Digest> {
  const columns = (
    await session.rows(`DESCRIBE SELECT * FROM ${relation}`)
  ).map(row => ({
    name: String(row.column_name),
    type: String(row.column_type),
  }));
  const row = columns
    .flatMap(({ name, type }) => canonicalText(identifier(name), type))
    .join(', ');
  const sums = await session.row(
    `SELECT count(*)::VARCHAR AS rows,
            coalesce(sum((md5 & ${LOWER_HALF})::UBIGINT), 0)::VARCHAR AS lower,
            coalesce(sum((md5 >> 64)::UBIGINT), 0)::VARCHAR AS upper
       FROM (SELECT md5_number(concat(${row})) AS md5 FROM ${relation})`,
  );
  return digestOfJson({
    logical_digest: 1,
    columns,
    rows: String(sums.rows),
    lower: String(sums.lower),
    upper: String(sums.upper),
  });
}

/**
 * Parts of a row's text. concat() takes null for nothing, which is told from
 * every value, because every value has at least a digit.
 */
function canonicalText(column: string, type: string): string[] {
  switch (type) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'HUGEINT':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
    case 'UBIGINT':
    case 'UHUGEINT':
      return [column, `';'`];
    case 'BOOLEAN':
      return [`${column}::INTEGER`, `';'`];
    // The 64 bits as a whole number: no printer of fractions is involved. All
    // NaN are one value and so are both zeros, as they are when SQL compares.
    case 'FLOAT':
    case 'DOUBLE':
      return [
        `(if(isnan(${column}), 'NaN'::DOUBLE, ${column}::DOUBLE + 0))::BIT::BIGINT`,
        `';'`,
      ];
    case 'TIMESTAMP':
    case 'TIMESTAMP WITH TIME ZONE':
      return [
        `if(isfinite(${column}), epoch_us(${column})::VARCHAR, ${column}::VARCHAR)`,
        `';'`,
      ];
    // With its length before it a text may hold any character.
    case 'VARCHAR':
      return [`strlen(${column})`, `':'`, column];
    default:
      return [`strlen(${column}::VARCHAR)`, `':'`, `${column}::VARCHAR`];
  }
}
