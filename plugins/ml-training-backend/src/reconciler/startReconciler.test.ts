import { mockServices } from '@backstage/backend-test-utils';
import { openMemoryStore } from '@trainyard/artifacts';
import type { RunStore } from '../runs/runStore';
import { startReconciler, type ReconcilerOptions } from './startReconciler';

async function unasked(): Promise<never> {
  throw new Error('nobody asks this here');
}

/** A loop over no runs that tells when it looks. */
function loop(
  active: RunStore['active'],
  more: Partial<ReconcilerOptions> = {},
) {
  const lease = {
    hold: jest.fn(async () => ({ epoch: 1 }) as { epoch: number } | undefined),
    release: jest.fn(async () => undefined),
  };
  const runs = { active } as RunStore;
  const reconciler = startReconciler({
    runs,
    datasets: { publish: unasked, list: unasked, find: unasked },
    models: { register: unasked, list: unasked, find: unasked },
    lease,
    engines: new Map(),
    store: async () => openMemoryStore(),
    holder: 'one',
    tickMilliseconds: 3_600_000,
    now: () => new Date(0),
    logger: mockServices.logger.mock(),
    changed: () => undefined,
    ...more,
  });
  return { lease, reconciler };
}

/** Calls that one can wait for. */
function looks(answer: () => Promise<readonly []> = async () => []) {
  const waiting: (() => void)[] = [];
  let calls = 0;
  return {
    active: async () => {
      calls++;
      waiting.splice(0).forEach(wake => wake());
      return answer();
    },
    next: () => new Promise<void>(resolve => waiting.push(resolve)),
    calls: () => calls,
  };
}

describe('startReconciler', () => {
  it('looks at once, then when it is nudged, and lets go of the lease in the end', async () => {
    const look = looks();
    const first = look.next();
    const { lease, reconciler } = loop(look.active);
    await first;
    const second = look.next();
    reconciler.nudge();
    await second;
    expect(reconciler.health()).toEqual({ status: 'ok', because: null });
    await reconciler.stop();
    expect(lease.release).toHaveBeenCalledWith({ epoch: 1 });
    expect(reconciler.health().status).toBe('down');
    expect(look.calls()).toBe(2);
  });

  it('says that the database cannot be asked, and goes on when it can', async () => {
    let isDown = true;
    const look = looks(async () => {
      if (isDown) throw new Error('no connection');
      return [];
    });
    const first = look.next();
    const { reconciler } = loop(look.active);
    await first;
    const second = look.next();
    reconciler.nudge();
    await second;
    expect(reconciler.health()).toEqual({
      status: 'down',
      because: 'Runs are not looked after: no connection',
    });
    isDown = false;
    for (let i = 0; i < 2; i++) {
      const next = look.next();
      reconciler.nudge();
      await next;
    }
    expect(reconciler.health().status).toBe('ok');
    await reconciler.stop();
  });

  it('is well while another process reconciles', async () => {
    const look = looks();
    const lease = {
      hold: jest.fn(async () => undefined),
      release: jest.fn(async () => undefined),
    };
    const { reconciler } = loop(look.active, { lease });
    await reconciler.stop();
    expect(look.calls()).toBe(0);
    expect(lease.release).not.toHaveBeenCalled();
  });
});
