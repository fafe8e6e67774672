import fc from 'fast-check';
import { byUtf8 } from './byUtf8';

const text = fc.string({ unit: 'binary', maxLength: 6 });

describe('byUtf8', () => {
  it('orders as the bytes do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(byUtf8(a, b))).toBe(bytes);
      }),
    );
  });

  it('puts an emoji behind a private-use character, unlike JavaScript', () => {
    expect(['😀', '\uffee'].sort(byUtf8)).toEqual(['\uffee', '😀']);
    expect(['😀', '\uffee'].sort()).toEqual(['😀', '\uffee']);
  });
});
