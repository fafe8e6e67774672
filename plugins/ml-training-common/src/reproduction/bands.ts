import type { Reproduction } from '../documents/sections/reproduction';

export type Bands = Reproduction['bands'];
export type Band = Bands[string];

/** Two machines that compute the same may differ in a last bit; nothing more is forgiven unasked. */
export const DEFAULT_BAND: Band = { relative: 1e-9 };

/**
 * The band of a metric: by its step and name (`train-model.loss`), by its name
 * (`test.calibrated.auc`), or by what it measures (`auc`), in this order.
 */
export function bandOf(bands: Bands, step: string, metric: string): Band {
  const measures =
    metric
      .replace(/\([^]*\)$/, '')
      .split('.')
      .at(-1) ?? metric;
  const key = [`${step}.${metric}`, metric, measures].find(name =>
    Object.hasOwn(bands, name),
  );
  return key === undefined ? DEFAULT_BAND : bands[key];
}

/** Whether a repeated value lies as near as the band asks; where it gives two measures, either will do. */
export function isInside(
  { absolute = 0, relative = 0 }: Band,
  original: number,
  repeated: number,
): boolean {
  const width = Math.max(absolute, relative * Math.abs(original));
  return Math.abs(repeated - original) <= width;
}

export function bandText({ absolute, relative }: Band): string {
  return [
    absolute !== undefined && `±${absolute}`,
    relative !== undefined && `±${relative} relative`,
  ]
    .filter(part => part !== false)
    .join(' or ');
}
