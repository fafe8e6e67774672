/** Facts in the order in which they grow too old: a binary heap by event time. */
export class ExpiryQueue {
  private events = new Float64Array(256);
  private facts = new Int32Array(256);
  private size = 0;

  clear(): void {
    this.size = 0;
  }

  /** The oldest event, or infinity where there is none. */
  get oldest(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.events[0];
  }

  push(event: number, fact: number): void {
    if (this.size === this.events.length) this.grow();
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.events[parent] <= event) break;
      this.move(parent, at);
      at = parent;
    }
    this.events[at] = event;
    this.facts[at] = fact;
  }

  /** Takes the oldest out. @returns its fact */
  pop(): number {
    const fact = this.facts[0];
    this.size -= 1;
    const event = this.events[this.size];
    const last = this.facts[this.size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      const next = child + 1;
      if (next < this.size && this.events[next] < this.events[child]) {
        child = next;
      }
      if (this.events[child] >= event) break;
      this.move(child, at);
      at = child;
    }
    this.events[at] = event;
    this.facts[at] = last;
    return fact;
  }

  private move(from: number, to: number) {
    this.events[to] = this.events[from];
    this.facts[to] = this.facts[from];
  }

  private grow() {
    const events = new Float64Array(this.size * 2);
    events.set(this.events);
    this.events = events;
    const facts = new Int32Array(this.size * 2);
    facts.set(this.facts);
    this.facts = facts;
  }
}
