import fc from 'fast-check';
import { CHECK_KINDS, check, type Bounds } from './check';
import { CHECK_KIND_FACTS } from './checkKinds';
import { checkId, checkOf, checkText, parseCheck } from './parseCheck';

describe('parseCheck', () => {
  it.each([
    [
      'row_count(train) >= 500000',
      {
        id: 'row_count(train)',
        check: 'row_count',
        split: 'train',
        expect: { at_least: 500000 },
      },
    ],
    [
      'row_count > 0',
      { id: 'row_count', check: 'row_count', expect: { above: 0 } },
    ],
    [
      'label_rate(late_v1) between 5% and 40%',
      {
        id: 'label_rate(late_v1)',
        check: 'label_rate',
        column: 'late_v1',
        expect: { at_least: 0.05, at_most: 0.4 },
      },
    ],
    [
      'null_rate( origin_late_share_3h , test )<15%',
      {
        id: 'null_rate(origin_late_share_3h, test)',
        check: 'null_rate',
        column: 'origin_late_share_3h',
        split: 'test',
        expect: { below: 0.15 },
      },
    ],
    [
      'range("my (own) column") between -10 and 1e3',
      {
        id: 'range("my (own) column")',
        check: 'range',
        column: 'my (own) column',
        expect: { at_least: -10, at_most: 1000 },
      },
    ],
    [
      'range(share) > 0 and <= 1',
      {
        id: 'range(share)',
        check: 'range',
        column: 'share',
        expect: { above: 0, at_most: 1 },
      },
    ],
    [
      'duplicates(example_id) = 0',
      {
        id: 'duplicates(example_id)',
        check: 'duplicates',
        column: 'example_id',
        expect: { at_least: 0, at_most: 0 },
      },
    ],
    [
      'future_feature()',
      {
        id: 'future_feature',
        check: 'future_feature',
        expect: { at_least: 0, at_most: 0 },
      },
    ],
  ])('reads %s', (text, read) => {
    expect(parseCheck(text)).toEqual({
      check: { ...read, severity: 'critical' },
    });
  });

  it('reads 7% as the number that people write 0.07', () => {
    expect(checkOf('null_rate(a) < 7%').expect).toEqual({ below: 0.07 });
    expect(checkText(checkOf('null_rate(a) < 0.07'))).toBe('null_rate(a) < 7%');
  });

  it('keeps severity and reason', () => {
    expect(
      checkOf({
        check: 'row_count > 0',
        severity: 'warning',
        reason: 'because',
      }),
    ).toMatchObject({ severity: 'warning', reason: 'because' });
  });

  it.each([
    [
      'nul_rate(a) < 5%',
      {
        found: '"nul_rate"',
        at: 0,
        advice: expect.stringContaining('Did you mean null_rate?'),
      },
    ],
    [
      'null_rate < 5%',
      { found: '"<"', expected: 'a column in parentheses', at: 10 },
    ],
    [
      'null_rate(a) < 15',
      { found: '"< 15"', expected: 'a rate between 0% and 100%', at: 13 },
    ],
    [
      'row_count(tets) > 0',
      {
        found: '"tets"',
        expected: 'a split: train, validation, test',
        at: 10,
      },
    ],
    ['row_count(train, test) > 0', { found: '"test"', at: 17 }],
    ['row_count(train > 0', { found: '">"', expected: '")"', at: 16 }],
    ['row_count(train)', { found: 'the end', expected: 'a comparison' }],
    ['row_count(train) >= many', { found: '"many"', expected: 'a number' }],
    [
      'label_rate(a) between 40% and 5%',
      { expected: 'bounds that a number can meet', at: 14 },
    ],
    [
      'row_count > 1 and > 2',
      { expected: 'one lower and one upper bound', at: 18 },
    ],
    ['row_count > 1 < 2', { found: '"<"', expected: 'the end' }],
    ['range("a) > 1', { found: 'a quote that does not end: "a) > 1', at: 6 }],
    ['', { found: 'the end', at: 0 }],
    ['constructor > 1', { found: '"constructor"' }],
    ['null_rate("") < 5%', { expected: 'a name' }],
  ])('says where %s is wrong, and what to write', (text, problem) => {
    const parsed = parseCheck(text);
    expect(parsed).toEqual({
      problem: {
        found: expect.any(String),
        expected: expect.any(String),
        advice: expect.stringMatching(/\S.*\./),
        at: expect.any(Number),
      },
    });
    expect(parsed).toMatchObject({ problem });
  });

  it('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      ...CHECK_KINDS,
      ...['(', ')', ',', '"', '<', '>=', '%', '.', 'and', 'between'],
      ...['3h', '5', '1e400', 'train', '\\', ' '],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map(parts => parts.join('')),
        ),
        text => {
          expect(Object.keys(parseCheck(text))).toHaveLength(1);
        },
      ),
    );
  });
});

/** Without minus zero, which JSON does not know. */
const number = (rate: boolean) =>
  (rate
    ? fc.oneof(
        fc.integer({ min: 1, max: 99 }).map(n => n / 100),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
    : fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      )
  ).map(value => value + 0);

const bounds = (rate: boolean): fc.Arbitrary<Bounds> =>
  fc
    .tuple(number(rate), number(rate), fc.integer({ min: 0, max: 7 }))
    .filter(([a, b]) => a !== b)
    .map(([a, b, form]): Bounds => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      return [
        { at_least: low },
        { above: low },
        { at_most: high },
        { below: high },
        { at_least: low, at_most: high },
        { above: low, at_most: high },
        { at_least: low, below: high },
        { at_least: low, at_most: low },
      ][form];
    });

const anyCheck = fc.constantFrom(...CHECK_KINDS).chain(kind => {
  const facts = CHECK_KIND_FACTS[kind];
  const name = fc.oneof(
    fc.constant('late_v1'),
    fc.string({ minLength: 1, unit: 'binary' }),
  );
  const subject = {
    none: fc.constant(undefined),
    optional: fc.option(name, { nil: undefined }),
    required: name,
  }[facts.subject];
  const split = facts.bySplit
    ? fc.constantFrom(undefined, 'train' as const, 'test' as const)
    : fc.constant(undefined);
  return fc
    .tuple(subject, split, bounds(facts.measures === 'rate'))
    .map(([column, at, expect]) => ({
      check: kind,
      ...(column !== undefined && { column }),
      ...(at && { split: at }),
      expect,
      severity: 'critical' as const,
    }))
    .map(one => ({ id: checkId(one), ...one }));
});

describe('checkText', () => {
  it('is read back as the same check', () => {
    fc.assert(
      fc.property(anyCheck, one => {
        expect(parseCheck(checkText(one))).toEqual({ check: check.parse(one) });
      }),
    );
  });
});
