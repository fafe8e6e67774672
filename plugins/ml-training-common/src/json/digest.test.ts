import { digestOfJson, digestOfText } from './digest';

describe('digestOfJson', () => {
  it('does not depend on the order of keys', () => {
    expect(digestOfJson({ a: 1, b: [2] })).toBe(digestOfJson({ b: [2], a: 1 }));
  });
});

describe('digestOfText', () => {
  it('is SHA-256 (FIPS 180-2, appendix B.1)', () => {
    expect(digestOfText('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
