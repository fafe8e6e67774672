import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { figure } from '../metrics/figure';
import type { ReliabilityBin } from '../metrics/reliability';
import { bottomAxis, leftAxis } from './axis';
import { COLOUR } from './colours';
import { drawing, svg, type SvgNode } from './svg';

export interface CalibrationSeries {
  readonly scores: 'raw' | 'calibrated';
  /** Ascending by predicted. */
  readonly bins: readonly ReliabilityBin[];
}

const WIDTH = 440;
const HEIGHT = 400;
const PLOT = { left: 56, right: 424, top: 36, bottom: 344 };

type Scale = ScaleLinear<number, number>;

/**
 * What was predicted against what happened. Points on the diagonal were right;
 * above it, more happened than was said.
 */
export function calibrationCurve(
  what: string,
  series: readonly CalibrationSeries[],
): SvgNode {
  const values = series.flatMap(({ bins }) =>
    bins.flatMap(bin => [bin.predicted, bin.observed]),
  );
  const end = Math.min(1, Math.max(0.1, ...values) * 1.05);
  const x = scaleLinear([0, end], [PLOT.left, PLOT.right]).nice(5);
  const y = scaleLinear(x.domain(), [PLOT.bottom, PLOT.top]);
  return drawing(
    { width: WIDTH, height: HEIGHT },
    { title: `Calibration of ${what}`, desc: description(series) },
    [
      bottomAxis(ticksOf(x), PLOT),
      leftAxis(ticksOf(y), PLOT),
      diagonal(x, y),
      ...series.map(one => curve(one, x, y)),
      legend(series),
      ...axisLabels(),
    ],
  );
}

function ticksOf(scale: Scale) {
  return scale.ticks(5).map(value => ({
    at: scale(value),
    text: figure(value),
  }));
}

function diagonal(x: Scale, y: Scale): SvgNode {
  const [from, to] = x.domain();
  return svg('line', {
    x1: x(from),
    y1: y(from),
    x2: x(to),
    y2: y(to),
    stroke: COLOUR.muted,
    'stroke-dasharray': '4 4',
  });
}

function curve({ scores, bins }: CalibrationSeries, x: Scale, y: Scale) {
  const path = line<ReliabilityBin>(
    bin => round(x(bin.predicted)),
    bin => round(y(bin.observed)),
  );
  return svg('g', { stroke: COLOUR[scores], 'stroke-width': 1.5 }, [
    svg('path', { d: path(bins) ?? '', fill: 'none' }),
    ...bins.map(bin =>
      svg(
        'circle',
        {
          cx: x(bin.predicted),
          cy: y(bin.observed),
          r: 3.5,
          fill: fillOf(scores),
        },
        [svg('title', {}, [binText(scores, bin)])],
      ),
    ),
  ]);
}

/** Hollow and filled, so that colour is not all that tells them apart. */
function fillOf(scores: CalibrationSeries['scores']): string {
  return scores === 'raw' ? COLOUR.surface : COLOUR.calibrated;
}

function legend(series: readonly CalibrationSeries[]): SvgNode {
  return svg(
    'g',
    { fill: COLOUR.ink },
    series.flatMap(({ scores }, i) => {
      const left = PLOT.left + i * 110;
      return [
        svg('circle', {
          cx: left + 6,
          cy: 16,
          r: 4,
          fill: fillOf(scores),
          stroke: COLOUR[scores],
          'stroke-width': 1.5,
        }),
        svg('text', { x: left + 18, y: 20 }, [scores]),
      ];
    }),
  );
}

function axisLabels(): SvgNode[] {
  const middle = (PLOT.top + PLOT.bottom) / 2;
  return [
    svg(
      'text',
      {
        x: (PLOT.left + PLOT.right) / 2,
        y: HEIGHT - 12,
        'text-anchor': 'middle',
        fill: COLOUR.ink,
      },
      ['Predicted probability'],
    ),
    svg(
      'text',
      {
        x: 14,
        y: middle,
        'text-anchor': 'middle',
        fill: COLOUR.ink,
        transform: `rotate(-90 14 ${middle})`,
      },
      ['Share that happened'],
    ),
  ];
}

function description(series: readonly CalibrationSeries[]): string {
  return series
    .map(({ scores, bins }) => {
      const far = bins.reduce(
        (most, bin) => Math.max(most, Math.abs(bin.predicted - bin.observed)),
        0,
      );
      return `${scores}: ${bins.length} groups of rows, at most ${figure(far)} from what happened.`;
    })
    .join(' ');
}

function binText(
  scores: string,
  { predicted, observed, rows }: ReliabilityBin,
): string {
  return `${scores}: predicted ${figure(predicted)}, happened ${figure(observed)}, ${rows} rows`;
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
