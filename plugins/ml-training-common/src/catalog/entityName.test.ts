import fc from 'fast-check';
import { entityName } from './entityName';

const ALLOWED = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

describe('entityName', () => {
  it('leaves a name that the catalog takes as it is', () => {
    expect(entityName('flight-delay_v1.2')).toBe('flight-delay_v1.2');
  });

  it('makes a name of anything', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), name => {
        const made = entityName(name);
        expect(made).toMatch(ALLOWED);
        expect(made.length).toBeLessThanOrEqual(63);
      }),
    );
  });

  it('does not make one name of two', () => {
    const names = [
      'a b',
      'a-b',
      'a/b',
      'a  b',
      'a--b',
      'x'.repeat(64),
      'x'.repeat(65),
    ];
    expect(new Set(names.map(entityName)).size).toBe(names.length);
  });
});
