import fc from 'fast-check';
import { json, type Json } from '../json/json';
import { jsonDifferences } from './jsonDifferences';

describe('jsonDifferences', () => {
  it.each<[string, Json, Json, object[]]>([
    [
      'a value deep inside',
      { a: { b: 1, c: 2 } },
      { a: { b: 1, c: 3 } },
      [{ path: ['a', 'c'], before: 2, after: 3 }],
    ],
    ['a key that is new', {}, { a: null }, [{ path: ['a'], after: null }]],
    ['a key that is gone', { a: 1 }, {}, [{ path: ['a'], before: 1 }]],
    [
      'an element of a list',
      [1, { a: 2 }],
      [1, { a: 3 }],
      [{ path: ['1', 'a'], before: 2, after: 3 }],
    ],
    [
      'a list that grew',
      { a: [1] },
      { a: [1, 2] },
      [{ path: ['a'], before: [1], after: [1, 2] }],
    ],
    [
      'a list that became an object',
      [1],
      { 0: 1 },
      [{ path: [], before: [1], after: { 0: 1 } }],
    ],
    [
      'a name that every object has',
      {},
      { toString: 1 },
      [{ path: ['toString'], after: 1 }],
    ],
  ])('finds %s', (_, before, after, differences) => {
    expect(jsonDifferences(before, after)).toEqual(differences);
  });

  it('finds nothing in equal documents, and something in others', () => {
    const document = fc.jsonValue({ maxDepth: 3 }).map(one => json.parse(one));
    fc.assert(
      fc.property(document, document, (one, other) => {
        expect(jsonDifferences(one, JSON.parse(JSON.stringify(one)))).toEqual(
          [],
        );
        expect(jsonDifferences(one, other).length).toBe(
          jsonDifferences(other, one).length,
        );
      }),
    );
  });
});
