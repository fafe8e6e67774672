import { edgeOf, segment, segmentColumn } from './evaluation';

describe('a segment', () => {
  it.each([
    [
      { rank_by: 'train_rows(origin)', groups: { large: 30, small: 'rest' } },
      'origin',
    ],
    [{ column: 'hour', buckets: [0, 12, 24] }, 'hour'],
    [{ column: 'distance', buckets: ['-inf', 500, 'inf'] }, 'distance'],
    [{ column: 'state' }, 'state'],
  ])('%j speaks of %s', (written, column) => {
    expect(segmentColumn(segment.parse(written))).toBe(column);
  });

  it.each([
    [
      'groups without a rest',
      { rank_by: 'train_rows(origin)', groups: { large: 30 } },
    ],
    [
      'two groups with one rank',
      { rank_by: 'train_rows(o)', groups: { a: 3, b: 3, c: 'rest' } },
    ],
    [
      'a rank by something else',
      { rank_by: 'test_rows(origin)', groups: { a: 'rest' } },
    ],
    ['edges out of order', { column: 'hour', buckets: [12, 0] }],
    ['an edge twice', { column: 'hour', buckets: [0, 0, 12] }],
    ['one edge', { column: 'hour', buckets: [0] }],
  ])('has no %s', (_, written) => {
    expect(segment.safeParse(written).success).toBe(false);
  });

  it('may be open at both ends', () => {
    expect([edgeOf('-inf'), edgeOf(3), edgeOf('inf')]).toEqual([
      -Infinity,
      3,
      Infinity,
    ]);
  });
});
