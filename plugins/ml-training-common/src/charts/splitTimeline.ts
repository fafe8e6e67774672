import { scaleUtc } from 'd3-scale';
import type { SplitDocument, SplitWindowRows } from '../evidence/splitDocument';
import { countText } from '../metrics/figure';
import { bottomAxis, type Tick } from './axis';
import { COLOUR } from './colours';
import { drawing, svg, type SvgNode } from './svg';

const WIDTH = 640;
const LEFT = 84;
const RIGHT = 530;
const TOP = 8;
const LANE = 34;
const BAR = 18;
const TICK_WIDTH = 80;

type Windows = SplitDocument['windows'];
type WindowName = keyof Windows;
const NAMES: readonly WindowName[] = ['train', 'validation', 'test'];

/** When training, validation and test lie, and until when their labels counted. */
export function splitTimeline(windows: Windows): SvgNode {
  const ends = NAMES.flatMap(name => {
    const { from, to, label_cutoff: cutoff } = windows[name];
    return [from, to, cutoff].map(text => Date.parse(text));
  });
  const x = scaleUtc([Math.min(...ends), Math.max(...ends)], [LEFT, RIGHT]);
  const bottom = TOP + NAMES.length * LANE;
  const ticks = spaced(
    x.ticks(5).map(date => ({
      at: x(date),
      text: date.toISOString().slice(0, 10),
    })),
  );
  return drawing(
    { width: WIDTH, height: bottom + 44 },
    {
      title: 'The split on a time line',
      desc: NAMES.map(name => windowText(name, windows[name])).join(' '),
    },
    [
      bottomAxis(ticks, { top: TOP, bottom }),
      ...NAMES.map((name, i) =>
        lane(name, windows[name], TOP + i * LANE, text => x(Date.parse(text))),
      ),
      svg(
        'text',
        {
          x: (LEFT + RIGHT) / 2,
          y: bottom + 38,
          'text-anchor': 'middle',
          fill: COLOUR.ink,
        },
        ['prediction time, UTC; the thin line ends where labels stop to count'],
      ),
    ],
  );
}

/** Every n-th tick, so that days stand clear of each other whatever the scale proposes. */
function spaced(ticks: readonly Tick[]): Tick[] {
  const every = Math.ceil((ticks.length * TICK_WIDTH) / (RIGHT - LEFT));
  return ticks.filter((_, i) => i % every === 0);
}

function lane(
  name: WindowName,
  window: SplitWindowRows,
  top: number,
  at: (instant: string) => number,
): SvgNode {
  const from = at(window.from);
  const to = at(window.to);
  const y = top + (LANE - BAR) / 2;
  const middle = y + BAR / 2;
  return svg('g', { fill: COLOUR.ink }, [
    svg('title', {}, [windowText(name, window)]),
    svg('text', { x: LEFT - 12, y: middle + 4, 'text-anchor': 'end' }, [name]),
    svg('line', {
      x1: from,
      x2: at(window.label_cutoff),
      y1: middle,
      y2: middle,
      stroke: COLOUR[name],
      'stroke-width': 2,
    }),
    svg('rect', {
      x: from,
      y,
      width: Math.max(1, to - from),
      height: BAR,
      rx: 2,
      fill: COLOUR[name],
    }),
    svg('text', { x: RIGHT + 14, y: middle + 4 }, [
      `${countText(window.rows_out)} rows`,
    ]),
  ]);
}

function windowText(name: WindowName, window: SplitWindowRows): string {
  return `${name}: ${window.from} to ${window.to}, labels known by ${window.label_cutoff}, ${countText(window.rows_out)} rows.`;
}
