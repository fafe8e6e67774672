/**
 * What to do about a fault that many meet, by the words that their tools print.
 *
 * @param log - the last lines of a command's log
 * @returns undefined where the log speaks for itself
 */
export function adviseOnLog(log: string): string | undefined {
  const known = ADVICE.find(({ words }) => words.test(log));
  return known?.advice;
}

const ADVICE: readonly { readonly words: RegExp; readonly advice: string }[] = [
  {
    words: /libgomp\.so\.1: cannot open shared object file/,
    advice:
      'LightGBM and others need the OpenMP library of the system. ' +
      'On Debian and Ubuntu: sudo apt-get install -y libgomp1. On Fedora: sudo dnf install -y libgomp.',
  },
  {
    words: /libomp\.dylib/,
    advice:
      'LightGBM and others need the OpenMP library of the system: brew install libomp.',
  },
  {
    words: /(Read-only file system|\[Errno 30\]|EROFS)/,
    advice:
      'A command may write to $TRAINYARD_OUT/<output>, $TRAINYARD_CHECKPOINT and $TMPDIR only; ' +
      'code, inputs and the rest of the disk are read-only, /tmp too.',
  },
  {
    words: /No module named ['"]?([\w.]+)/,
    advice:
      'The environment holds what the requirements lock names and nothing else: ' +
      'add the package there with its version and hashes, or correct the import.',
  },
  {
    words: /(No space left on device|\[Errno 28\]|ENOSPC)/,
    advice:
      'The disk of the work folder is full: free some space and resume the run.',
  },
];
