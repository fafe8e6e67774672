/**
 * The newest event and the newest availability among the facts that are not too
 * old, as facts become known one after the other.
 *
 * A fact that was known earlier and happened earlier than another can never again
 * be the newest of anything. What is left are facts known ever later that happened
 * ever earlier: the last one is the newest known, the first one the newest event,
 * and they grow too old from the last to the first.
 */
export class NewestKnown {
  private events: number[] = [];
  private available: number[] = [];

  clear(): void {
    this.events.length = 0;
    this.available.length = 0;
  }

  /** @param available - not earlier than that of any fact before */
  add(event: number, available: number): void {
    while (this.events.length > 0 && this.lastEvent() <= event) this.drop();
    this.events.push(event);
    this.available.push(available);
  }

  /** Forgets what happened before an instant. Instants never decrease until clear(). */
  forgetBefore(instant: number): void {
    while (this.events.length > 0 && this.lastEvent() < instant) this.drop();
  }

  /** NaN where nothing is left. */
  get event(): number {
    return this.events[0] ?? Number.NaN;
  }

  /** NaN where nothing is left. */
  get availableAt(): number {
    return this.available[this.available.length - 1] ?? Number.NaN;
  }

  private lastEvent(): number {
    return this.events[this.events.length - 1];
  }

  private drop() {
    this.events.pop();
    this.available.pop();
  }
}
