/** A line of a log: where reading is. */
export interface LinePlace {
  readonly step: string;
  readonly byte: number;
}

/** The first line in view. It changes with every turn of the wheel, so that only what shows it may be drawn again. */
export interface PlaceInView {
  readonly now: () => LinePlace;
  readonly move: (place: LinePlace) => void;
  readonly subscribe: (moved: () => void) => () => void;
}

export function placeInView(begin: LinePlace): PlaceInView {
  let now = begin;
  const listeners = new Set<() => void>();
  return {
    now: () => now,
    move: place => {
      if (place.step === now.step && place.byte === now.byte) return;
      now = place;
      listeners.forEach(moved => moved());
    },
    subscribe: moved => {
      listeners.add(moved);
      return () => listeners.delete(moved);
    },
  };
}
