import { isInRange, parseVersionRange } from './versionRange';

describe('a version range', () => {
  it.each([
    ['3', '3.13.0', true],
    ['3', '2.7.18', false],
    ['3.11', '3.11.7', true],
    ['3.11', '3.12.0', false],
    ['3.1', '3.11.7', false],
    ['3.11.7', '3.11.7', true],
    ['3.11.7', '3.11.8', false],
    ['>=3.11', '3.11.0', true],
    ['>=3.11', '3.9.18', false],
    ['>=3.11,<3.13', '3.12.9', true],
    ['>=3.11, <3.13', '3.13.0', false],
    ['>3.11', '3.11.0', false],
    ['>3.11', '3.11.1', true],
    ['<=3.12', '3.12.0', true],
    ['<=3.12', '3.12.1', false],
    ['>=3.11,!=3.11.7', '3.11.7', false],
    ['==3.11.7', '3.11.7', true],
    ['==3.11', '3.11.7', false],
    ['>=3.11', '3.14.0rc1', false],
  ])('%s and %s: %s', (range, version, expected) => {
    expect(isInRange(version, parseVersionRange(range) ?? [])).toBe(expected);
  });

  it.each(['', 'python3', '3.11.x', '~=3.11', '>=3.11,', '3.11.7.1', '=3.11'])(
    'does not guess what %j means',
    text => {
      expect(parseVersionRange(text)).toBeUndefined();
    },
  );
});
