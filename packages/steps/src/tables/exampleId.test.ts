import { tmpdir } from 'node:os';
import { canonicalJson } from '@trainyard/backstage-plugin-ml-training-common';
import { Session } from '../duckdb/session';
import { exampleId } from './exampleId';

describe('exampleId', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ threads: 1, scratch: tmpdir() });
  });
  afterAll(() => session.close());

  it('escapes texts as canonical JSON does, character by character', async () => {
    const codes = `SELECT range::INT AS code FROM range(0, 768) UNION ALL VALUES (8232), (65535), (128512)`;
    const id = exampleId(['text'], new Map([['text', 'VARCHAR']]));
    const rows = await session.rows(
      `SELECT code, ${id} AS id FROM (SELECT code, 'a\\' || chr(code) || '"u001F' AS text FROM (${codes}))`,
    );
    expect(rows.length).toBe(771);
    for (const { code, id: found } of rows) {
      const text = `a\\${String.fromCodePoint(Number(code))}"u001F`;
      expect(found).toBe(canonicalJson([text]));
    }
  });

  it('keeps whole numbers as they are, however large', async () => {
    const id = exampleId(
      ['n', 'm'],
      new Map([
        ['n', 'BIGINT'],
        ['m', 'BIGINT'],
      ]),
    );
    expect(
      await session.row(
        `SELECT ${id} AS id FROM (SELECT 9223372036854775807 AS n, -1 AS m)`,
      ),
    ).toEqual({
      id: '[9223372036854775807,-1]',
    });
  });

  it('refuses what has no one text', () => {
    expect(() => exampleId(['x'], new Map([['x', 'DOUBLE']]))).toThrow(
      'x is DOUBLE, which names no example',
    );
  });
});
