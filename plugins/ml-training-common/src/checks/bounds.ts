import type { Bounds } from './check';

/** NaN is within nothing, not even within no bounds. */
export function within(bounds: Bounds, value: number): boolean {
  const {
    at_least: atLeast = -Infinity,
    at_most: atMost = Infinity,
    above,
    below,
  } = bounds;
  return (
    value >= atLeast &&
    value <= atMost &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

/** How far inside; negative outside. Says which of several values is the worst. */
export function margin(bounds: Bounds, value: number): number {
  const lower = Math.max(
    bounds.at_least ?? -Infinity,
    bounds.above ?? -Infinity,
  );
  const upper = Math.min(bounds.at_most ?? Infinity, bounds.below ?? Infinity);
  return Math.min(value - lower, upper - value);
}

/** How a number is written beside its kind of bounds. */
export type NumberText = (value: number) => string;

/** `at least 500000`, `between 5% and 40%`, `exactly 0`. */
export function boundsText(bounds: Bounds, text: NumberText = String): string {
  const { at_least: atLeast, at_most: atMost, above, below } = bounds;
  if (atLeast !== undefined && atMost !== undefined) {
    return atLeast === atMost
      ? `exactly ${text(atLeast)}`
      : `between ${text(atLeast)} and ${text(atMost)}`;
  }
  const parts = [
    above !== undefined && `above ${text(above)}`,
    atLeast !== undefined && `at least ${text(atLeast)}`,
    below !== undefined && `below ${text(below)}`,
    atMost !== undefined && `at most ${text(atMost)}`,
  ].filter(part => part !== false);
  return parts.join(' and ') || 'anything';
}

/** `>= 500000`, `between 5% and 40%`, `= 0`: as the grammar of expressions reads it. */
export function boundsExpression(
  bounds: Bounds,
  text: NumberText = String,
): string {
  const { at_least: atLeast, at_most: atMost, above, below } = bounds;
  if (atLeast !== undefined && atMost !== undefined) {
    return atLeast === atMost
      ? `= ${text(atLeast)}`
      : `between ${text(atLeast)} and ${text(atMost)}`;
  }
  return [
    above !== undefined && `> ${text(above)}`,
    atLeast !== undefined && `>= ${text(atLeast)}`,
    below !== undefined && `< ${text(below)}`,
    atMost !== undefined && `<= ${text(atMost)}`,
  ]
    .filter(part => part !== false)
    .join(' and ');
}

/**
 * A fraction as percent, `0.15` as `15%`, by moving the decimal point of its text:
 * a multiplication would write 0.07 as 7.000000000000001%. A fraction that does
 * not come back the same is written as it is.
 */
export function percentText(fraction: number): string {
  const percent = shifted(fraction, 2);
  return shifted(percent, -2) === fraction ? `${percent}%` : String(fraction);
}

/** The fraction that `percent` per cent are. */
export function fractionOf(percent: number): number {
  return shifted(percent, -2);
}

function shifted(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}
