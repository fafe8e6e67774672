/** `0.4 s`, `12 s`, `1 m 12 s`: as long as a person would say it. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} m ${whole % 60} s`;
}
