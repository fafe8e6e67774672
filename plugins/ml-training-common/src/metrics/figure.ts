/** A measured number for people: 4 significant digits, no trailing zeros, counts in full. */
export function figure(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/**
 * As many digits as it takes to show on which side of its limit a number lies:
 * 0.739999 beside "at least 0.74" must not read 0.74.
 */
export function tellingFigure(
  value: number,
  holds: (shown: number) => boolean,
): string {
  for (let digits = 4; digits < 17; digits++) {
    const shown = Number(value.toPrecision(digits));
    if (holds(shown) === holds(value)) {
      return digits === 4 ? figure(value) : String(shown);
    }
  }
  return String(value);
}

/** A number of rows or bytes with its thousands told apart: `1,859,127`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A measured number in a column: 4 significant digits, trailing zeros kept so that figures line up. */
export function columnFigure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e4) return countText(Math.round(value));
  return size >= 1e-4 || value === 0
    ? value.toPrecision(4)
    : value.toExponential(3);
}

/** Two numbers that differ, with as many digits as it takes to see it. */
export function figuresApart(one: number, other: number): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const shown = [one, other].map(value => Number(value.toPrecision(digits)));
    if (shown[0] !== shown[1]) {
      return digits === 4
        ? [figure(one), figure(other)]
        : [String(shown[0]), String(shown[1])];
    }
  }
  return [String(one), String(other)];
}
