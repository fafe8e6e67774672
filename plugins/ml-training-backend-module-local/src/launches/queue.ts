import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createOnce, readOnce } from '@trainyard/runner';
import { z } from 'zod';

const queueEntry = z.strictObject({
  schema_version: z.literal(1),
  launch: z.string(),
});

export interface QueuedLaunch {
  readonly launch: string;
  /** Its place: those with lower numbers go first. */
  readonly number: number;
}

/**
 * The order in which launches were submitted, as numbered files. A number is given
 * once, so that every process of every portal sees one order, and a launch never
 * comes in before another one that is there already.
 */
export class LaunchQueue {
  /** An entry never changes: each is read once. */
  private known = new Map<number, string>();

  constructor(private readonly folder: string) {}

  open(): Promise<unknown> {
    return mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Adds a launch unless it is there. */
  async add(launch: string): Promise<void> {
    for (;;) {
      const queued = await this.list();
      if (queued.some(entry => entry.launch === launch)) return;
      const number = (queued.at(-1)?.number ?? 0) + 1;
      const entry = { schema_version: 1, launch };
      if ((await createOnce(this.file(number), entry)) === 'created') return;
    }
  }

  /** In order; a launch that was added twice at the same time counts once, where it came first. */
  async list(): Promise<readonly QueuedLaunch[]> {
    const known = new Map<number, string>();
    for (const name of await readdir(this.folder)) {
      const number = Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0);
      if (number === 0) continue;
      const launch = this.known.get(number) ?? (await this.read(number));
      if (launch !== undefined) known.set(number, launch);
    }
    this.known = known;
    const seen = new Set<string>();
    return [...known]
      .sort(([a], [b]) => a - b)
      .filter(([, launch]) => !seen.has(launch) && seen.add(launch))
      .map(([number, launch]) => ({ number, launch }));
  }

  /** The newest is to be left: its number would be given again. */
  async remove({ number }: QueuedLaunch): Promise<void> {
    await rm(this.file(number), { force: true });
  }

  private async read(number: number): Promise<string | undefined> {
    return (await readOnce(this.file(number), queueEntry))?.launch;
  }

  private file(number: number): string {
    return join(this.folder, `${number}.json`);
  }
}
