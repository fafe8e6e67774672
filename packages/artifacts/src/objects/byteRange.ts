import type { ByteRange } from './objectStore';

/**
 * Where a range begins and ends in an object of a given length.
 *
 * @returns `to` is exclusive; an empty range where it lies beyond the end
 * @throws RangeError where the range is not of whole numbers from 0 up
 */
export function rangeWithin(
  length: number,
  { from, bytes }: ByteRange = { from: 0 },
): { readonly from: number; readonly to: number } {
  for (const [name, value] of Object.entries({ from, bytes })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(
        `${name} of a range is ${value}: expected a whole number from 0 up`,
      );
    }
  }
  const start = Math.min(from, length);
  return { from: start, to: Math.min(start + (bytes ?? length), length) };
}
