import type { Performed } from './stepJob';

/** A try of which nothing came, and why. */
export function notPerformed(because: readonly string[]): Performed {
  return {
    verdict: 'failed',
    because,
    outputs: {},
    logical: {},
    names: [],
    metrics: [],
    measurements: {
      wall_seconds: 0,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    isolation: [],
    exitCode: null,
  };
}
