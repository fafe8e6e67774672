/**
 * Colours by meaning. Pages set the custom properties; the fallbacks are mid-tones
 * that can be told apart on white and on black.
 */
export const COLOUR = {
  ink: 'var(--trainyard-ink, #6b7280)',
  muted: 'var(--trainyard-muted, #7b8494)',
  grid: 'var(--trainyard-grid, #9ca3af55)',
  surface: 'var(--trainyard-surface, transparent)',
  /** Raw scores, or the plain amount. */
  raw: 'var(--trainyard-raw, #b0721a)',
  calibrated: 'var(--trainyard-calibrated, #3b7ddd)',
  train: 'var(--trainyard-train, #7b8494)',
  validation: 'var(--trainyard-validation, #b0721a)',
  test: 'var(--trainyard-test, #3b7ddd)',
} as const;
