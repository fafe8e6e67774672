/** `0.4 s`, `12 s`, `1 m 12 s`, `2 h 5 m`, `3 d 4 h`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, 60, 'm', 1, 's');
  if (whole < 86_400) return pair(whole, 3600, 'h', 60, 'm');
  return pair(whole, 86_400, 'd', 3600, 'h');
}

function pair(
  seconds: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  const most = Math.floor(seconds / large);
  const rest = Math.floor((seconds % large) / small);
  return rest === 0
    ? `${most} ${largeUnit}`
    : `${most} ${largeUnit} ${rest} ${smallUnit}`;
}
