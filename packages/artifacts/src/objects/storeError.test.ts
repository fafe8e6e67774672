import { explainFault, type StoreFault } from './storeError';

const fault = (code?: string) =>
  explainFault(
    'The store /data/store',
    'writing results/1.json',
    Object.assign(new Error('as the system says it'), code && { code }),
  );

describe('explainFault', () => {
  it.each<[string, StoreFault, RegExp]>([
    ['ENOSPC', 'full', /no space left.*Free space/],
    ['EDQUOT', 'full', /quota.*raise the quota/],
    ['EFBIG', 'too large', /ulimit -f/],
    ['EROFS', 'read only', /mounted read-only.*--store/],
    ['EACCES', 'not allowed', /this user.*--store/],
    ['EPERM', 'not allowed', /this user.*--store/],
    ['EIO', 'broken', /disk that holds it/],
  ])('says what %s is, where, and what to do', (code, kind, words) => {
    const error = fault(code);
    expect(error.fault).toBe(kind);
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(
      /^The store \/data\/store .*: writing results\/1\.json ended with E/,
    );
    expect(error.cause).toMatchObject({ code });
  });

  it('does not hide what it does not know', () => {
    expect(fault()).toMatchObject({
      fault: 'broken',
      cause: { message: 'as the system says it' },
    });
  });
});
