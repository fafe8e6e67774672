import { mockServices } from '@backstage/backend-test-utils';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { announceChanges } from './announceChanges';

describe('announcing changes', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function begin(publish: SignalsService['publish'], clock = () => 7) {
    return announceChanges({ publish }, mockServices.logger.mock(), clock);
  }

  it('tells many at once as one, and nothing of what changed', async () => {
    const publish = jest.fn(async () => undefined);
    const announcer = begin(publish);
    announcer.changed();
    announcer.changed();
    await jest.runAllTimersAsync();
    expect(publish.mock.calls).toEqual([
      [
        {
          channel: 'ml-training',
          recipients: { type: 'broadcast' },
          message: { revision: 7 },
        },
      ],
    ]);
  });

  it('counts up, also where the clock stands or goes back', async () => {
    const revisions: number[] = [];
    const times = [5, 5, 3, 9];
    const announcer = begin(
      async ({ message }) => {
        revisions.push(Number(message.revision));
      },
      () => times.shift() ?? 0,
    );
    for (let i = 0; i < 4; i += 1) {
      announcer.changed();
      await jest.runAllTimersAsync();
    }
    expect(revisions).toEqual([5, 6, 7, 9]);
  });

  it('goes on when a signal could not be sent, and stops when told to', async () => {
    const publish = jest.fn(() => Promise.reject(new Error('no bus')));
    const announcer = begin(publish);
    announcer.changed();
    await jest.runAllTimersAsync();
    announcer.changed();
    await jest.runAllTimersAsync();
    expect(publish).toHaveBeenCalledTimes(2);
    announcer.changed();
    announcer.stop();
    await jest.runAllTimersAsync();
    expect(publish).toHaveBeenCalledTimes(2);
  });
});
