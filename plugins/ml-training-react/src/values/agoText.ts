/** `just now`, `4 minutes ago`, `yesterday` … in the reader's language. */
export function agoText(moment: Date, now: Date): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 10) return 'just now';
  const [unit, size] =
    UNITS.find(([, least]) => Math.abs(seconds) >= least) ??
    UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.round(seconds / size),
    unit,
  );
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
