import { Leadership } from './leadership';

function leader() {
  const clock = { now: 0 };
  const answers = [{ epoch: 1 }, { epoch: 1 }, undefined];
  const lease = {
    hold: jest.fn(async () => answers.shift()),
    release: jest.fn(async () => undefined),
  };
  const leadership = new Leadership(lease, 'one', 10, () => clock.now);
  return { clock, lease, leadership };
}

describe('Leadership', () => {
  it('asks the database only now and then', async () => {
    const { clock, lease, leadership } = leader();
    await leadership.hold();
    clock.now = 3_000;
    await leadership.hold();
    expect(lease.hold).toHaveBeenCalledTimes(1);
    clock.now = 4_000;
    await leadership.hold();
    expect(lease.hold).toHaveBeenCalledTimes(2);
  });

  it('does not trust a lease that is about to run out', async () => {
    const { clock, leadership } = leader();
    await leadership.hold();
    clock.now = 7_999;
    expect(leadership.holds({ epoch: 1 })).toBe(true);
    clock.now = 8_000;
    expect(leadership.holds({ epoch: 1 })).toBe(false);
  });

  it('does not trust an epoch that was refused, or another one', async () => {
    const { leadership } = leader();
    await leadership.hold();
    expect(leadership.holds({ epoch: 2 })).toBe(false);
    leadership.lose({ epoch: 1 });
    expect(leadership.holds({ epoch: 1 })).toBe(false);
  });

  it('is nobody’s when another process holds the lease', async () => {
    const { clock, lease, leadership } = leader();
    await leadership.hold();
    clock.now = 4_000;
    await leadership.hold();
    clock.now = 20_000;
    expect(await leadership.hold()).toBeUndefined();
    await leadership.release();
    expect(lease.release).not.toHaveBeenCalled();
  });
});
