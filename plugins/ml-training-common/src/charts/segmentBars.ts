import { scaleBand, scaleLinear } from 'd3-scale';
import type { GroupScores } from '../evidence/evaluationDocument';
import { figure } from '../metrics/figure';
import type { MetricName } from '../metrics/metricName';
import { bottomAxis } from './axis';
import { COLOUR } from './colours';
import { drawing, svg, type SvgNode } from './svg';

const WIDTH = 640;
const LEFT = 150;
const RIGHT = 560;
const TOP = 28;
const ROW = 30;
const NAME_LENGTH = 20;

/** A metric of each group of a segment as bars from zero, with a line at the value of all rows. */
export function segmentBars(
  segment: string,
  metric: MetricName,
  groups: readonly GroupScores[],
  overall: number | null,
): SvgNode {
  const bottom = TOP + groups.length * ROW;
  const values = groups.map(group => group.metrics[metric] ?? 0);
  const x = scaleLinear(
    [0, Math.max(1e-9, overall ?? 0, ...values)],
    [LEFT, RIGHT],
  ).nice(5);
  const y = scaleBand([TOP, bottom])
    .domain(groups.map((_, i) => String(i)))
    .padding(0.3);
  const ticks = x
    .ticks(5)
    .map(value => ({ at: x(value), text: figure(value) }));
  return drawing(
    { width: WIDTH, height: bottom + 48 },
    {
      title: `${metric} by ${segment}`,
      desc: groups.map(group => groupText(group, metric)).join(' '),
    },
    [
      bottomAxis(ticks, { top: TOP, bottom }),
      ...groups.map((group, i) =>
        bar(group, metric, x, y(String(i)) ?? TOP, y.bandwidth()),
      ),
      ...(overall === null ? [] : [overallLine(overall, x(overall), bottom)]),
      svg(
        'text',
        {
          x: (LEFT + RIGHT) / 2,
          y: bottom + 40,
          'text-anchor': 'middle',
          fill: COLOUR.ink,
        },
        [metric],
      ),
    ],
  );
}

function bar(
  group: GroupScores,
  metric: MetricName,
  x: (value: number) => number,
  top: number,
  height: number,
): SvgNode {
  const value = group.metrics[metric] ?? null;
  const middle = top + height / 2 + 4;
  const end = value === null ? LEFT : x(value);
  return svg('g', { fill: COLOUR.ink }, [
    svg('title', {}, [groupText(group, metric)]),
    svg('text', { x: LEFT - 10, y: middle, 'text-anchor': 'end' }, [
      shortened(group.group),
    ]),
    svg('rect', {
      x: LEFT,
      y: top,
      width: end - LEFT,
      height,
      fill: COLOUR.calibrated,
    }),
    svg('text', { x: RIGHT + 12, y: middle }, [
      value === null ? 'not defined' : figure(value),
    ]),
  ]);
}

function overallLine(overall: number, at: number, bottom: number): SvgNode {
  return svg('g', { fill: COLOUR.muted, stroke: 'none' }, [
    svg('line', {
      x1: at,
      x2: at,
      y1: TOP - 6,
      y2: bottom,
      stroke: COLOUR.ink,
      'stroke-dasharray': '4 4',
    }),
    svg('text', { x: at, y: TOP - 12, 'text-anchor': 'middle' }, [
      `all rows ${figure(overall)}`,
    ]),
  ]);
}

function groupText(group: GroupScores, metric: MetricName): string {
  const value = group.metrics[metric] ?? null;
  const measured = value === null ? 'not defined' : figure(value);
  return `${group.group}: ${measured}, ${group.rows} rows.`;
}

/** The whole name is in the bar's title. */
function shortened(name: string): string {
  const letters = [...name];
  return letters.length > NAME_LENGTH
    ? `${letters.slice(0, NAME_LENGTH - 1).join('')}…`
    : name;
}
