/**
 * What every command finds in its environment wherever it runs, beside the places
 * of its files.
 */
export function commandConstants(threads: number): Record<string, string> {
  return {
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // Else the order of sets of strings, and what is made in that order, changes with each start.
    PYTHONHASHSEED: '0',
    // Code is read-only, and a file beside it would be a change of the code.
    PYTHONDONTWRITEBYTECODE: '1',
    // What a command said before it was killed is in the log.
    PYTHONUNBUFFERED: '1',
    ...Object.fromEntries(THREADS.map(name => [name, `${threads}`])),
  };
}

/** Libraries take every processor they see unless told; sums then differ with the machine. */
const THREADS = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMEXPR_MAX_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'POLARS_MAX_THREADS',
  'RAYON_NUM_THREADS',
];
