import { checkKey } from '../objects/objectKey';
import { layout } from './layout';

const D = 'a'.repeat(64);

describe('layout', () => {
  it.each([
    [layout.blob(`0f${D.slice(2)}`), `blobs/sha256/0f/0f${D.slice(2)}`],
    [layout.tree(D), `trees/${D}.json`],
    [layout.name('dataset', 'd', 'v1'), 'names/dataset/d/v1.json'],
    [layout.result(D, 1), `results/${D}/1.json`],
    [layout.runRecord('r'), 'runs/r/run.json'],
    [layout.attemptBegun('r', 1), 'runs/r/1/begun.json'],
    [layout.stepBegun('r', 1, 's', 2), 'runs/r/1/s/2.started.json'],
    [layout.stepManifest('r', 1, 's', 2), 'runs/r/1/s/2.json'],
    [layout.livePoints('r', 1, 's', 2, 3), 'runs/r/1/s/2.live/3.json'],
    [layout.attemptEnd('r', 1), 'runs/r/1/end.json'],
    [layout.claim(D, 3), `checkpoints/${D}/epochs/3.json`],
    [layout.checkpoint(D, 4), `checkpoints/${D}/4/checkpoint.json`],
    [
      layout.event('2026-07-02T08:15:30.000Z', 'e'),
      'journal/2026-07-02T08-15Z/e.json',
    ],
  ])('is %s', (key, expected) => {
    expect(key).toBe(expected);
    expect(() => checkKey(key)).not.toThrow();
  });

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    'a/b',
    '../a',
    'a b',
    'ü',
    'x'.repeat(201),
  ])('refuses %j as a name, a version, a run id and a step', name => {
    for (const key of [
      () => layout.name('dataset', name, 'v'),
      () => layout.name('dataset', 'd', name),
      () => layout.runRecord(name),
      () => layout.step('r', 1, name),
    ]) {
      expect(key).toThrow(/cannot be stored/);
    }
  });

  it('refuses a step that would lie where a document of the attempt does', () => {
    expect(() => layout.step('r', 1, 'end.json')).toThrow(/".json"/);
  });

  it.each(['', 'A'.repeat(64), '../../etc', 'a'.repeat(63)])(
    'refuses %j as a digest',
    text => expect(() => layout.tree(text)).toThrow(/is not a digest/),
  );
});
