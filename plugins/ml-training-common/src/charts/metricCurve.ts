import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { figure } from '../metrics/figure';
import { bottomAxis, leftAxis } from './axis';
import { COLOUR } from './colours';
import { drawing, svg, type SvgNode } from './svg';

/** A metric at a step of the training, or of a version. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

const WIDTH = 640;
const HEIGHT = 260;
const PLOT = { left: 72, right: 624, top: 12, bottom: 208 };
/** More marks than these would hide the line. */
const MOST_MARKS = 60;

/** How a metric went while a model was trained, or from version to version. Not from zero: the way matters, not the amount. */
export function metricCurve(
  metric: string,
  points: readonly CurvePoint[],
  along: 'step' | 'version' = 'step',
): SvgNode {
  const x = scaleLinear(extent(points.map(({ step }) => step)), [
    PLOT.left,
    PLOT.right,
  ]);
  const y = scaleLinear(extent(points.map(({ value }) => value)), [
    PLOT.bottom,
    PLOT.top,
  ]).nice(4);
  const path = line<CurvePoint>(
    point => x(point.step),
    point => y(point.value),
  ).digits(2);
  const every = Math.ceil(points.length / MOST_MARKS);
  return drawing(
    { width: WIDTH, height: HEIGHT },
    {
      title:
        along === 'step' ? `${metric} while training` : `${metric} by ${along}`,
      desc: description(metric, points, along),
    },
    [
      bottomAxis(ticksOf(x), PLOT),
      leftAxis(ticksOf(y), PLOT),
      svg('path', {
        d: path(points) ?? '',
        fill: 'none',
        stroke: COLOUR.calibrated,
        'stroke-width': 1.5,
      }),
      ...points
        .filter((_, i) => i % every === 0 || i === points.length - 1)
        .map(point =>
          svg(
            'circle',
            {
              cx: x(point.step),
              cy: y(point.value),
              r: 3,
              fill: COLOUR.calibrated,
            },
            [
              svg('title', {}, [
                `${along} ${point.step}: ${metric} ${figure(point.value)}`,
              ]),
            ],
          ),
        ),
      svg(
        'text',
        {
          x: (PLOT.left + PLOT.right) / 2,
          y: HEIGHT - 8,
          'text-anchor': 'middle',
          fill: COLOUR.ink,
        },
        [along === 'step' ? 'training step' : along],
      ),
    ],
  );
}

/** A single value still needs an axis around it. */
function extent(values: readonly number[]): [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(least)) return [0, 1];
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}

function ticksOf(scale: ScaleLinear<number, number>) {
  return scale.ticks(5).map(value => ({
    at: scale(value),
    text: figure(value),
  }));
}

function description(
  metric: string,
  points: readonly CurvePoint[],
  along: string,
): string {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first) return 'Nothing was reported.';
  return `${metric} went from ${figure(first.value)} at ${along} ${first.step} to ${figure(last.value)} at ${along} ${last.step}, over ${points.length} reports.`;
}
