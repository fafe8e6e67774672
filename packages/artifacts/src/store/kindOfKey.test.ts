import { kindOfKey } from './kindOfKey';
import { layout } from './layout';

const D = 'a'.repeat(64);

describe('kindOfKey', () => {
  it.each([
    [layout.blob('…'), 'blob'],
    [layout.tree(D), 'tree'],
    [layout.name('model', 'm', '1'), 'name'],
    [layout.result(D, 1), 'result'],
    [layout.runRecord('r'), 'run'],
    [layout.attemptBegun('r', 1), 'attempt begun'],
    [layout.attemptEnd('r', 1), 'attempt end'],
    [layout.stepBegun('r', 1, 'begun', 1), 'step begun'],
    [layout.stepManifest('r', 1, 'end', 1), 'step manifest'],
    [layout.livePoints('r', 1, 'train', 1, 2), 'live points'],
    [layout.claim(D, 1), 'checkpoint claim'],
    [layout.checkpoint(D, 1), 'checkpoint'],
    [layout.event('2026-07-02T08:15:30.000Z', 'e'), 'journal'],
    ['staging/a/b', 'staging'],
  ])('knows what lies at %s', (key, kind) => {
    expect(kindOfKey(key)).toBe(kind);
  });
});
