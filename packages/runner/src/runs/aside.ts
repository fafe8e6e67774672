/**
 * Work that goes on beside the steps and has to be done when the attempt ends:
 * a durable write takes a millisecond, in which a command can already run.
 */
export class Aside {
  private readonly work: Promise<unknown>[] = [];
  private readonly faults: unknown[] = [];

  begin(work: Promise<unknown>): void {
    this.work.push(work.catch(fault => this.faults.push(fault)));
  }

  /** @throws the first fault of any of it */
  async settle(): Promise<void> {
    while (this.work.length > 0) await this.work.shift();
    if (this.faults.length > 0) throw this.faults[0];
  }
}
