import { runActions, type ActionSituation } from './runActions';

const ALLOWED = { stop: true, retry: true, again: true, reproduce: true };
const running: ActionSituation = {
  state: 'running',
  owner: 'group:default/flights',
  stopAsked: null,
  refusedRetry: 'It is being executed.',
  engine: { name: 'local', configured: true },
  allowed: ALLOWED,
};

describe('runActions', () => {
  it('allows what makes sense while a run is going', () => {
    expect(runActions(running)).toEqual({
      stop: null,
      retry: 'It is being executed.',
      again: null,
      reproduce: expect.stringContaining('came to their end'),
    });
  });

  it('allows what makes sense after a run has ended', () => {
    expect(
      runActions({ ...running, state: 'blocked', refusedRetry: null }),
    ).toEqual({
      stop: 'It is not running any more.',
      retry: null,
      again: null,
      reproduce: null,
    });
  });

  it('says who can help where a permission is missing', () => {
    const { stop } = runActions({
      ...running,
      allowed: { ...ALLOWED, stop: false },
    });
    expect(stop).toBe(
      'You lack the permission to stop runs of this pipeline. Ask its owner, group:default/flights.',
    );
  });

  it('stops once', () => {
    const { stop } = runActions({ ...running, stopAsked: { by: 'engineer' } });
    expect(stop).toBe('It is being stopped: engineer asked.');
  });

  it('starts nothing on an engine that is gone', () => {
    const engine = { name: 'argo', configured: false };
    const { again, retry } = runActions({
      ...running,
      state: 'failed',
      refusedRetry: null,
      engine,
    });
    expect([again, retry]).toEqual([
      'Its engine, argo, is not configured any more.',
      'Its engine, argo, is not configured any more.',
    ]);
  });
});
