import { checkKey, checkPrefix } from './objectKey';

describe('checkKey', () => {
  it.each(['a', 'a/b.json', '..a/b..', 'blobs/sha256/ab/cd', 'ü/ö'])(
    'accepts %j',
    key => expect(() => checkKey(key)).not.toThrow(),
  );

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/../b',
    './a',
    'a\\b',
    'a\0b',
    'a\nb',
    'a\ud800',
  ])('refuses %j', key => {
    expect(() => checkKey(key)).toThrow(/is not a key/);
  });
});

describe('checkPrefix', () => {
  it('asks for a slash at the end', () => {
    expect(() => checkPrefix('runs/')).not.toThrow();
    expect(() => checkPrefix('runs')).toThrow(/expected a "\/" at its end/);
  });

  it('refuses what would not be a key', () => {
    expect(() => checkPrefix('../')).toThrow(/is not a key/);
    expect(() => checkPrefix('/')).toThrow(/is not a key/);
  });
});
