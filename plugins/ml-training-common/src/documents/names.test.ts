import {
  column,
  entityRef,
  innerPath,
  pathObjection,
  slug,
  word,
} from './names';

const accepts = (
  schema: { safeParse(text: string): { success: boolean } },
  text: string,
) => schema.safeParse(text).success;

describe('names', () => {
  it.each([
    [
      'slug',
      slug,
      ['a', 'flight-delay', '7'],
      ['', 'A', '-a', 'a-', 'a_b', 'a'.repeat(64)],
    ],
    [
      'word',
      word,
      ['late_v1', '_x', 'LATE'],
      ['', '1a', 'a-b', 'a b', 'a.b', 'é'],
    ],
    [
      'column',
      column,
      ['Late share', 'é', 'a.b'],
      ['', ' a', 'a\n', 'a\u0000b'],
    ],
    [
      'entityRef',
      entityRef,
      ['group:default/flights', 'flights', 'user:jo', 'default/flights'],
      ['', 'group:', 'a/b/c', 'group:default/fl ights'],
    ],
  ])('%s accepts what it should and nothing else', (_, schema, good, bad) => {
    expect(good.filter(text => !accepts(schema, text))).toEqual([]);
    expect(bad.filter(text => accepts(schema, text))).toEqual([]);
  });
});

describe('a path inside the folder', () => {
  it.each(['data/a.parquet', './a', 'a..b/c', '.hidden', 'a/'])(
    'may be %s',
    path => {
      expect(pathObjection(path)).toBeUndefined();
      expect(accepts(innerPath, path)).toBe(true);
    },
  );

  it.each([
    '',
    '..',
    '../a',
    'a/../../b',
    '/a',
    '~/a',
    'C:\\a',
    'c:/a',
    '\\\\host\\a',
    'a\\b',
    'a\u0000',
    ' a',
  ])('may not be %j', path => {
    expect(pathObjection(path)).toEqual(expect.any(String));
    expect(accepts(innerPath, path)).toBe(false);
  });
});
