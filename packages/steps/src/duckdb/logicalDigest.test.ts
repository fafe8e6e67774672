import { tmpdir } from 'node:os';
import { logicalDigest } from './logicalDigest';
import { Session } from './session';

describe('logicalDigest', () => {
  let session: Session;

  beforeAll(async () => {
    session = await Session.open({ threads: 2, scratch: tmpdir() });
  });

  afterAll(() => session.close());

  const of = (select: string) => logicalDigest(session, `(${select})`);

  const FACTS = `SELECT i AS id, i / 3.0 AS share, CASE WHEN i % 2 = 0 THEN 'even' END AS text,
    i % 3 = 0 AS third, make_timestamp(i * 1000003) AS at, i::DECIMAL(12, 2) AS price, [i] AS list
    FROM range(10000) t(i)`;

  it('does not depend on the order of rows', async () => {
    expect(await of(`${FACTS} ORDER BY hash(i)`)).toBe(
      await of(`${FACTS} ORDER BY i DESC`),
    );
  });

  it('does not depend on the number of threads', async () => {
    const single = await Session.open({ threads: 1, scratch: tmpdir() });
    try {
      expect(await logicalDigest(single, `(${FACTS})`)).toBe(await of(FACTS));
    } finally {
      single.close();
    }
  });

  it('stays what it was in earlier releases', async () => {
    expect(await of(FACTS)).toMatchInlineSnapshot(
      `"7572aa1a1d891d4b2eb4d3c8842e4dc96900e1c967c4ec92e407352d5c0e55c3"`,
    );
  });

  it('counts how often a row occurs', async () => {
    const row = `SELECT 1 AS a`;
    expect(await of(`${row} UNION ALL ${row}`)).not.toBe(await of(row));
    expect(await of(`${row} LIMIT 0`)).not.toBe(await of(row));
  });

  it.each([
    ['a value', `SELECT 1 AS a, 2 AS b`, `SELECT 1 AS a, 3 AS b`],
    [
      'the last bit of a fraction',
      `SELECT 0.1::DOUBLE AS a`,
      `SELECT 0.1::DOUBLE + 1.4e-17 AS a`,
    ],
    ['null and empty text', `SELECT '' AS a`, `SELECT NULL::VARCHAR AS a`],
    [
      'null and the text of it',
      `SELECT 'NULL' AS a`,
      `SELECT NULL::VARCHAR AS a`,
    ],
    ['null and zero', `SELECT 0 AS a`, `SELECT NULL::INTEGER AS a`],
    [
      'null and the end of time',
      `SELECT 'infinity'::TIMESTAMP AS a`,
      `SELECT NULL::TIMESTAMP AS a`,
    ],
    ['null and NaN', `SELECT 'NaN'::DOUBLE AS a`, `SELECT NULL::DOUBLE AS a`],
    [
      'where one text ends and the next begins',
      `SELECT 'a1:' AS a, 'b' AS b`,
      `SELECT 'a' AS a, '1:b' AS b`,
    ],
    ['a type', `SELECT 1::INTEGER AS a`, `SELECT 1::BIGINT AS a`],
    ['a name', `SELECT 1 AS a`, `SELECT 1 AS b`],
    ['swapped values', `SELECT 1 AS a, 2 AS b`, `SELECT 2 AS a, 1 AS b`],
  ])('tells apart %s', async (_, one, other) => {
    expect(await of(one)).not.toBe(await of(other));
  });

  it.each([
    [
      'zeros of either sign',
      `SELECT 0.0::DOUBLE AS a`,
      `SELECT -1 * 0.0::DOUBLE AS a`,
    ],
    [
      'NaN of either sign',
      `SELECT 'NaN'::DOUBLE AS a`,
      `SELECT -('NaN'::DOUBLE) AS a`,
    ],
  ])('takes %s for equal, as SQL does', async (_, one, other) => {
    expect(await of(one)).toBe(await of(other));
  });
});
