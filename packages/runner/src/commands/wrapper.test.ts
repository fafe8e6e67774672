import { candidateIsolations, holds } from './isolation';
import { parseTimes, spawnWrapped } from './wrapper';

describe('spawnWrapped', () => {
  it('begins nothing for a runner that does not answer', async () => {
    for (const isolation of await candidateIsolations()) {
      if (!(await holds(isolation))) continue;
      const { child, end } = spawnWrapped(
        isolation.wrapping,
        {
          argv: ['/bin/sh', '-c', 'echo begun'],
          folder: '/',
          environment: {},
          log: 'pipe',
        },
        () => {
          // As if the runner had been killed between the start and the answer.
          child.stdio[3]?.destroy();
          return false;
        },
      );
      let said = '';
      child.stdout?.on('data', piece => {
        said += piece;
      });
      // By its own exit, or by SIGPIPE where the runner went while the shell was still telling.
      const { started, exitCode } = await end;
      expect([started, exitCode]).toEqual([
        false,
        exitCode === null ? null : 125,
      ]);
      expect(said).toBe('');
    }
  });
});

describe('parseTimes', () => {
  it('takes what the children used after the command from what they used before', () => {
    const dash = `ready
0m0.010000s 0m0.000000s
0m0.010000s 0m0.020000s
0m0.010000s 0m0.000000s
1m2.500000s 0m1.030000s
`;
    expect(parseTimes(dash)).toBe(63.5);
  });

  it('reads the hundredths of other shells', () => {
    const bash = `ready\n0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n0m0.12s 0m0.03s\n`;
    expect(parseTimes(bash)).toBe(0.15);
  });

  it('knows nothing of a shell that was cut off', () => {
    const before = 'ready\n0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n';
    expect(parseTimes(before)).toBeNull();
  });
});
