import type { MetricPoint } from '../runs/records';

/** As many points as a chart can show. */
export const MOST_POINTS = 1000;

/**
 * Fewer points of a curve that look the same: the first, the last, and of each
 * stretch between them the lowest and the highest, so that a spike stays a spike.
 *
 * @param points - in order of their training step
 */
export function thinned(
  points: readonly MetricPoint[],
  most: number = MOST_POINTS,
): MetricPoint[] {
  if (points.length <= most) return [...points];
  const inner = points.length - 2;
  const stretches = Math.floor((most - 2) / 2);
  const kept = [points[0]];
  for (let i = 0; i < stretches; i++) {
    const from = 1 + Math.floor((i * inner) / stretches);
    const to = 1 + Math.floor(((i + 1) * inner) / stretches);
    kept.push(...extremes(points, from, to));
  }
  return [...kept, points[points.length - 1]];
}

/** Lowest and highest of `[from, to)`, in their order. */
function extremes(
  points: readonly MetricPoint[],
  from: number,
  to: number,
): MetricPoint[] {
  let low = from;
  let high = from;
  for (let i = from; i < to; i++) {
    if (points[i].value < points[low].value) low = i;
    if (points[i].value > points[high].value) high = i;
  }
  if (low === high) return [points[low]];
  return [points[Math.min(low, high)], points[Math.max(low, high)]];
}
