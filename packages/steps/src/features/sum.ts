/**
 * Sums of many columns that numbers enter and leave, in about 106 bits: a sum of
 * what is left is what it would be had the others never been there, to the last
 * bit of a double for all but absurdly different magnitudes. Whole numbers are exact.
 *
 * The same numbers in the same order give the same bits. (Knuth, TAOCP 2, 4.2.2:
 * the error of an addition is itself a double.)
 */
export class Sums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(size: number) {
    this.high = new Float64Array(size);
    this.low = new Float64Array(size);
  }

  clear(): void {
    this.high.fill(0);
    this.low.fill(0);
  }

  reset(index: number): void {
    this.high[index] = 0;
    this.low[index] = 0;
  }

  add(index: number, value: number): void {
    const before = this.high[index];
    const sum = before + value;
    const part = sum - before;
    const error = before - (sum - part) + (value - part);
    const rest = this.low[index] + error;
    const total = sum + rest;
    this.high[index] = total;
    this.low[index] = rest - (total - sum);
  }

  value(index: number): number {
    return this.high[index];
  }
}
