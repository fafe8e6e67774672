/**
 * Sums `term(0) … term(n - 1)` in this order, carrying the rounding error along
 * (Neumaier's variant of Kahan's sum). Equal terms give equal bits on every
 * machine; the error does not grow with n.
 */
export function compensatedSum(
  n: number,
  term: (index: number) => number,
): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const value = term(i);
    const next = sum + value;
    lost +=
      Math.abs(sum) >= Math.abs(value)
        ? sum - next + value
        : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
