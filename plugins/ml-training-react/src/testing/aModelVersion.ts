import type { ModelVersion } from '@trainyard/backstage-plugin-ml-training-common';

/** A candidate that nothing speaks against. */
export function aModelVersion(
  different: Partial<ModelVersion> = {},
): ModelVersion {
  return {
    namespace: 'default',
    name: 'flight-delay',
    version: 7,
    stage: 'candidate',
    because: [],
    run: 'run-1',
    pipeline: 'component:default/flight-delay',
    owner: 'group:default/arrivals',
    dataset: { name: 'flight-delay', version: '20260630_ab12cd34' },
    model: aDigest('a'),
    evidenceDigest: aDigest('e'),
    evidence: {},
    metrics: { 'test.calibrated.auc': 0.7421 },
    headline: {
      metric: 'auc',
      value: 0.7421,
      better: 'higher',
      change: 0.0031,
    },
    registeredAt: '2026-07-02T09:01:10.000Z',
    ...different,
  };
}

/** 64 times the same hexadecimal digit. */
export function aDigest(digit: string): string {
  return digit.repeat(64);
}
