import { adviseOnLog } from './adviseOnLog';

describe('adviseOnLog', () => {
  it.each([
    [
      'OSError: libgomp.so.1: cannot open shared object file: No such file or directory',
      'apt-get install -y libgomp1',
    ],
    [
      `OSError: [Errno 30] Read-only file system: '/tmp/x'`,
      'A command may write to $TRAINYARD_OUT',
    ],
    [`ModuleNotFoundError: No module named 'pandas'`, 'requirements lock'],
    ['OSError: [Errno 28] No space left on device', 'free some space'],
  ])('knows %s', (log, advice) => {
    expect(adviseOnLog(`Traceback:\n${log}\n`)).toContain(advice);
  });

  it('says nothing where the log speaks for itself', () => {
    expect(adviseOnLog('ValueError: no rows')).toBeUndefined();
  });
});
