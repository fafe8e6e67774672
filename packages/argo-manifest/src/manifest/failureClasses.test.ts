import { memoryByTry, memoryLimit, retryCommand } from './failureClasses';

describe('memoryByTry', () => {
  it('grows by the factor up to the cap', () => {
    expect(memoryByTry(4000, { factor: 1.5, capMegabytes: 10_000 })).toEqual([
      4000, 6000, 9000, 10_000,
    ]);
  });

  it.each([
    [{ factor: 1, capMegabytes: 10_000 }],
    [{ factor: 2, capMegabytes: 4000 }],
    [{ factor: 2, capMegabytes: 1000 }],
  ])('stays what was asked for with %j', bounds => {
    expect(memoryByTry(4000, bounds)).toEqual([4000]);
  });

  it('ends also where the factor is next to nothing', () => {
    expect(
      memoryByTry(1000, { factor: 1.000001, capMegabytes: 1e9 }).length,
    ).toBeLessThan(20);
  });
});

describe('memoryLimit', () => {
  it('raises it only after a try that ran out of it', () => {
    expect(memoryLimit([4000, 6000])).toBe(
      `{{=lastRetry.message startsWith 'main: OOMKilled' ? [4000, 6000][min(asInt(retries), 1)] : 4000}}M`,
    );
  });
});

describe('retryCommand', () => {
  it('leaves all faults to those who can count them, but for a block, their answer and memory', () => {
    expect(retryCommand(0, 2)).toBe(
      `lastRetry.exitCode != '10' && !(lastRetry.message startsWith 'fetch: Error (exit code 20)') && (!(lastRetry.message startsWith 'main: OOMKilled') || asInt(retries) < 2)`,
    );
  });

  it('tries again what ran out of memory at least as often as its step may be', () => {
    expect(retryCommand(3, 2)).toContain(`asInt(retries) < 3)`);
  });
});
