/** `812 bytes`, `1.2 kB`, `3.4 GB`: powers of a thousand, two digits and more. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const power = Math.min(
    UNITS.length,
    Math.floor(Math.log10(bytes) / 3 + Number.EPSILON),
  );
  const value = bytes / 1000 ** power;
  return `${Number(value.toPrecision(value < 100 ? 2 : 3))} ${UNITS[power - 1]}`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'];
