import fc from 'fast-check';
import { expand } from '../testing/kubeletExpansion';
import { anyText } from '../testing/anyText';
import { kubeletText, plainText } from './kubeletText';

const container = new Map([['TRAINYARD_BRACE', '{']]);

describe('kubeletText', () => {
  it('comes out of the kubelet as it went in, and holds no brace', () => {
    fc.assert(
      fc.property(anyText, text => {
        const encoded = kubeletText(text);
        expect(encoded).not.toContain('{');
        expect(expand(encoded, container)).toBe(text);
        expect(plainText(encoded)).toBe(text);
      }),
    );
  });
});
