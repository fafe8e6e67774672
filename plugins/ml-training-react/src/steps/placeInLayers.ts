import {
  STEP_HEIGHT,
  STEP_WIDTH,
  type Place,
  type Places,
  type StepGraph,
} from './stepGraph';

/** Each step one row below the last it needs, rows centred: good enough where there is no worker to do better. */
export function placeInLayers({ steps, needs }: StepGraph): Places {
  const layerOf = new Map<string, number>();
  const rows: string[][] = [];
  // Steps come in an order in which they can run, so that what one needs has its layer.
  for (const step of steps) {
    const layer = (needs.get(step) ?? []).reduce(
      (lowest, need) => Math.max(lowest, (layerOf.get(need) ?? -1) + 1),
      0,
    );
    layerOf.set(step, layer);
    rows[layer] = [...(rows[layer] ?? []), step];
  }
  const widest = Math.max(0, ...rows.map(row => row.length));
  const places = new Map<string, Place>();
  rows.forEach((row, layer) =>
    row.forEach((step, i) =>
      places.set(step, {
        x: (i + (widest - row.length) / 2) * (STEP_WIDTH + GAP),
        y: layer * (STEP_HEIGHT + GAP),
      }),
    ),
  );
  return places;
}

const GAP = 32;
