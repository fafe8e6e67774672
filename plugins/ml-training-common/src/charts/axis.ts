import { COLOUR } from './colours';
import { svg, type SvgNode } from './svg';

export interface Tick {
  /** In pixels along the axis. */
  readonly at: number;
  readonly text: string;
}

/** Ticks below a plot, with lines up through it. */
export function bottomAxis(
  ticks: readonly Tick[],
  plot: { readonly top: number; readonly bottom: number },
): SvgNode {
  return svg(
    'g',
    { fill: COLOUR.muted, 'text-anchor': 'middle' },
    ticks.flatMap(({ at, text }) => [
      svg('line', {
        x1: at,
        x2: at,
        y1: plot.top,
        y2: plot.bottom,
        stroke: COLOUR.grid,
      }),
      svg('text', { x: at, y: plot.bottom + 18 }, [text]),
    ]),
  );
}

/** Ticks left of a plot, with lines across it. */
export function leftAxis(
  ticks: readonly Tick[],
  plot: { readonly left: number; readonly right: number },
): SvgNode {
  return svg(
    'g',
    { fill: COLOUR.muted, 'text-anchor': 'end' },
    ticks.flatMap(({ at, text }) => [
      svg('line', {
        x1: plot.left,
        x2: plot.right,
        y1: at,
        y2: at,
        stroke: COLOUR.grid,
      }),
      svg('text', { x: plot.left - 8, y: at + 4 }, [text]),
    ]),
  );
}
