import fc from 'fast-check';
import { SecretMask } from './secretMask';

/** Cut into pieces at the given places. */
function masked(text: string, secrets: readonly string[], cuts: number[]) {
  const mask = new SecretMask(secrets);
  const bytes = Buffer.from(text, 'utf8');
  const places = [
    0,
    ...cuts.map(cut => cut % (bytes.length + 1)),
    bytes.length,
  ].sort((a, b) => a - b);
  const given = places
    .slice(1)
    .map((to, i) => mask.push(bytes.subarray(places[i], to)));
  return Buffer.concat([...given, mask.end()]).toString('utf8');
}

describe('SecretMask', () => {
  it.each([
    ['a secret here', 'a ****** here'],
    ['secretsecret', '************'],
    ['overlapping abcdef', 'overlapping ******'],
    ['ababab and abab', '****** and ****'],
    ['short abc', 'short abc'],
    ['übers', '******'],
  ])('covers %j by as many stars as there are bytes', (text, covered) => {
    const secrets = ['secret', 'abcd', 'cdef', 'abab', 'abc', 'übers'];
    expect(masked(text, secrets, [])).toBe(covered);
  });

  it('covers the same bytes however the text is cut, and no other', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 3 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ü'), maxLength: 60 }),
        fc.array(fc.nat()),
        (secrets, text, cuts) => {
          const worth = secrets.filter(({ length }) => length >= 4);
          const wanted = [...text].map((letter, at) =>
            worth.some(secret =>
              [...secret].some(
                (_, back) =>
                  [...text]
                    .slice(Math.max(0, at - back))
                    .join('')
                    .startsWith(secret) && at >= back,
              ),
            )
              ? '*'
              : letter,
          );
          expect(masked(text, secrets, cuts)).toBe(wanted.join(''));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('holds back no more than may be the beginning of a secret', () => {
    const mask = new SecretMask(['secret']);
    const push = (text: string) =>
      Buffer.from(mask.push(Buffer.from(text))).toString();
    expect(push('one line\n')).toBe('one line\n');
    expect(push('sec')).toBe('');
    expect(push('ond\n')).toBe('second\n');
  });
});
