import { readYaml } from './yamlDocument';

const read = (text: string) => readYaml(text, 'a.yaml');

/** What was found, and where. */
function told(text: string) {
  const { findings, placeAt } = read(text);
  return findings.map(({ offset, found }) => {
    const { line, column } = placeAt(offset ?? 0);
    return `${line}:${column} ${found}`;
  });
}

describe('readYaml', () => {
  it('keeps versions and days as text, as YAML 1.2 has it', () => {
    expect(
      read('a: 20260702_001\nb: 2001-07-01\nc: yes\nd: 0o17\ne: 1e2\n? f\n')
        .value,
    ).toEqual({
      a: '20260702_001',
      b: '2001-07-01',
      c: 'yes',
      d: 15,
      e: 100,
      f: null,
    });
  });

  it('keeps placeholders as text', () => {
    expect(read('a: ...\nb: [...]\n').value).toEqual({ a: '...', b: ['...'] });
  });

  it('says where keys and values stand', () => {
    const { placeOf } = read('a:\n  b: [1, {c: 2}]\n');
    expect(placeOf(['a', 'b', 1, 'c'])).toEqual({
      file: 'a.yaml',
      line: 2,
      column: 14,
    });
    expect(placeOf(['a', 'b'], 'key')).toEqual({
      file: 'a.yaml',
      line: 2,
      column: 3,
    });
  });

  it('says of something missing where it should stand', () => {
    const { placeOf } = read('a:\n  b: {c: 1}\n');
    expect(placeOf(['a', 'b', 'd', 'e'])).toMatchObject({ line: 2, column: 3 });
    expect(placeOf(['x'])).toMatchObject({ line: 1, column: 1 });
  });

  it('counts lines and columns behind a byte order mark and with CRLF', () => {
    const { placeOf, value } = read('\uFEFFa: 1\r\nb: 2\r\n');
    expect(value).toEqual({ a: 1, b: 2 });
    expect(placeOf(['a'])).toMatchObject({ line: 1, column: 4 });
    expect(placeOf(['b'])).toMatchObject({ line: 2, column: 4 });
  });

  it('follows anchors and aliases, places included', () => {
    const { value, placeOf, findings } = read('a: &x {b: 1}\nc: *x\n');
    expect(findings).toEqual([]);
    expect(value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(placeOf(['c', 'b'])).toMatchObject({ line: 1, column: 11 });
  });

  it('gives a scalar as it was written', () => {
    expect(read('a: 3.10\n').textOf(['a'])).toBe('3.10');
  });

  it.each([
    ['a tab as indentation', 'a:\n\tb: 1\n', ['2:1 a tab']],
    [
      'a duplicate key',
      'a: 1\nb: {c: 1, c: 2}\na: 3\n',
      ['2:11 the key c a second time', '3:1 the key a a second time'],
    ],
    ['__proto__', 'a: {__proto__: {x: 1}}\n', ['1:5 the key __proto__']],
    ['constructor', 'constructor: 1\n', ['1:1 the key constructor']],
    ['prototype', '"prototype": 1\n', ['1:1 the key prototype']],
    ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n', ['3:3 a merge key <<']],
    [
      'a key that is no text',
      '1: a\ntrue: b\n? [c]\n: d\n',
      ['1:1 1', '2:1 true', '3:3 a list or a map'],
    ],
    ['a second document', 'a: 1\n---\nb: 2\n', ['2:1 a second document']],
    ['an alias of nothing', 'a: *x\n', ['1:4 *x']],
    ['an alias of itself', 'a: &x [*x]\n', ['1:8 *x']],
    [
      'a tag of its own',
      'a: !run echo\n',
      [expect.stringMatching(/^1:4 .*!run/)],
    ],
    [
      'binary data',
      'a: !!binary aGk=\n',
      ['1:13 the tag tag:yaml.org,2002:binary'],
    ],
    ['another YAML', '%YAML 1.1\n---\na: yes\n', ['1:1 %YAML 1.1']],
    ['infinity', 'a: .inf\n', ['1:4 .inf']],
    [
      'a number that would change',
      'a: 12345678901234567890\n',
      ['1:4 12345678901234567890'],
    ],
    ['an open bracket', 'a: [1, 2\nb: 3\n', [expect.stringMatching(/^2:1 /)]],
    ['two keys on a line', 'a: b: c\n', ['1:4 a second key on the line']],
  ])('refuses %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('leaves what it refuses out of the value', () => {
    const { value } = read('__proto__: {x: 1}\nconstructor: 2\nkept: 3\n');
    expect(value).toEqual({ kept: 3 });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('refuses an alias bomb instead of unfolding it', () => {
    const levels = Array.from({ length: 20 }, (_, i) =>
      i === 0
        ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
        : `l${i}: &l${i} [${Array(9)
            .fill(`*l${i - 1}`)
            .join(', ')}]`,
    );
    const { findings } = read(levels.join('\n'));
    expect(findings).toHaveLength(1);
    expect(findings[0].found).toContain('more than 100 aliases');
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['closed brackets', '['.repeat(5000) + ']'.repeat(5000)],
    ['maps', '{a: '.repeat(5000)],
    ['lists', '- '.repeat(50_000)],
    [
      'keys',
      Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
  ])('refuses a tower of %s', (_, text) => {
    const { findings, value } = read(text);
    expect(value).toBeUndefined();
    expect(findings).toMatchObject([{ found: 'more than 64 levels' }]);
  });

  it('refuses more text and more values than any specification has', () => {
    expect(read('a'.repeat(1_000_001)).findings).toMatchObject([
      { found: '1000001 characters' },
    ]);
    expect(read(`[${'1,'.repeat(60_000)}]`).findings).toMatchObject([
      { found: 'more than 50000 values' },
    ]);
  });
});
