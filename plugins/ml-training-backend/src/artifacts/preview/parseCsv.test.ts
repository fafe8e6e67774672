import fc from 'fast-check';
import { parseCsv, type CsvOptions } from './parseCsv';

const whole: CsvOptions = { delimiter: ',', isWhole: true, most: 100 };

const written = (rows: readonly (readonly string[])[], end: string) =>
  rows
    .map(row =>
      row
        .map(cell =>
          /[",\r\n]/.test(cell) || cell === ''
            ? `"${cell.replaceAll('"', '""')}"`
            : cell,
        )
        .join(','),
    )
    .join(end);

describe('parseCsv', () => {
  it('reads back whatever was written', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é'),
      maxLength: 6,
    });
    const rows = fc.integer({ min: 1, max: 4 }).chain(width =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 6,
      }),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        expect(parseCsv(written(table, end), whole)).toEqual({
          rows: table,
          isAll: true,
        });
      }),
    );
  });

  it.each([
    ['a line break at the end', 'a,b\n1,2\n'],
    ['blank lines', 'a,b\n\n1,2\n\n'],
    ['none at the end', 'a,b\n1,2'],
  ])('takes %s', (_, text) => {
    expect(parseCsv(text, whole)).toEqual({
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
      isAll: true,
    });
  });

  it('takes an empty field at the end', () => {
    expect(parseCsv('a,b\n1,', whole)).toMatchObject({
      rows: [
        ['a', 'b'],
        ['1', ''],
      ],
    });
  });

  it('reads fields that are told apart by tabs', () => {
    const tabs: CsvOptions = { ...whole, delimiter: '\t' };
    expect(parseCsv('a,b\tc\n', tabs)).toMatchObject({ rows: [['a,b', 'c']] });
  });

  it('reads no more rows than it was asked for', () => {
    expect(parseCsv('a\nb\n"', { ...whole, most: 2 })).toEqual({
      rows: [['a'], ['b']],
      isAll: false,
    });
  });

  it.each(['a,b\n1,2\n3', 'a,b\n1,2\n3,"', 'a,b\n1,2\n3,4'])(
    'leaves out a last row that was cut off: %j',
    text => {
      expect(parseCsv(text, { ...whole, isWhole: false })).toEqual({
        rows: [
          ['a', 'b'],
          ['1', '2'],
        ],
        isAll: false,
      });
    },
  );

  it.each([
    ['a,"b', true, 'row 1 has a quoted field that does not end'],
    ['a\n"b"c\n', true, 'row 2 has text behind the closing quote of a field'],
    ['a,b\n1\n', true, 'row 2 has 1 fields where the first has 2'],
    ['a,b', false, 'row 1 is longer than 1 MB'],
  ])('says what is wrong with %j', (text, isWhole, problem) => {
    expect(parseCsv(text, { ...whole, isWhole })).toEqual({
      problem: `This is no table that can be read: ${problem}.`,
    });
  });
});
