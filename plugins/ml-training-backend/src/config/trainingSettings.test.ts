import { ConfigReader } from '@backstage/config';
import { trainingSettings } from './trainingSettings';

const of = (mlTraining: object) =>
  trainingSettings(
    new ConfigReader({
      mlTraining: { store: { kind: 'folder', path: '/data' }, ...mlTraining },
    }),
  );

describe('settings', () => {
  it('need a store, and allow no folder of this host unless said', () => {
    expect(of({})).toEqual({
      store: { kind: 'folder', path: '/data' },
      allowedFolders: [],
      submitsPerMinute: 30,
      defaultEngine: undefined,
      tickMilliseconds: undefined,
      leaseSeconds: undefined,
      runsPerPipeline: 10,
    });
    expect(() => trainingSettings(new ConfigReader({}))).toThrow(
      'mlTraining.store.kind',
    );
  });

  it('leave a store that is no folder to the module that keeps it', () => {
    expect(of({ store: { kind: 's3', s3: { bucket: 'b' } } }).store).toEqual({
      kind: 'other',
      name: 's3',
    });
  });

  it.each([
    [{ submit: { perMinute: 0 } }, /perMinute: .*at least 1, found 0/],
    [{ reconciler: { tickMilliseconds: 1.5 } }, /tickMilliseconds: .*1\.5/],
    [
      { reconciler: { leaseSeconds: 0 } },
      /leaseSeconds: .*at least 1, found 0/,
    ],
  ])('name what has to be mended: %j', (wrong, words) => {
    expect(() => of(wrong)).toThrow(words);
  });
});
