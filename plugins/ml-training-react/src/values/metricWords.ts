/**
 * A metric as people say it: what is not said is meant, namely the test window and
 * calibrated scores. `test.calibrated.brier` is `brier`, `validation.raw.auc` is
 * `auc, raw, on validation`. What a team's own command reported stays as it is.
 */
export function metricWords(name: string): string {
  const [, window, scores, metric] =
    /^(test|validation)\.(raw|calibrated)\.(.+)$/.exec(name) ?? [];
  if (metric === undefined) return name;
  return [
    metric,
    ...(scores === 'raw' ? ['raw'] : []),
    ...(window === 'validation' ? ['on validation'] : []),
  ].join(', ');
}
