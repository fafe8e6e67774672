import type { ArtifactStore } from '@trainyard/artifacts';

const MINUTE = 60_000;

/**
 * Runs of which the journals of their namespaces tell something new. Only hints: a
 * journal that cannot be read, or a clock that goes wrong, costs time and no more.
 */
export class JournalHints {
  /** Keys that were read, by namespace and minute. */
  readonly #known = new Map<string, Map<string, Set<string>>>();
  readonly #told = new Set<string>();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly store: (namespace: string) => Promise<ArtifactStore>,
    private readonly now: () => Date,
  ) {}

  /** Reads on in each journal, unless that is still going on. */
  async readOn(namespaces: Iterable<string>): Promise<void> {
    const reading = [...namespaces].map(namespace => {
      const before = this.#underWay.get(namespace);
      if (before) return before;
      const work = this.#read(namespace)
        .catch(() => undefined)
        .finally(() => this.#underWay.delete(namespace));
      this.#underWay.set(namespace, work);
      return work;
    });
    await Promise.all(reading);
  }

  /** What was told since this was asked last. */
  take(): ReadonlySet<string> {
    const told = new Set(this.#told);
    this.#told.clear();
    return told;
  }

  async #read(namespace: string): Promise<void> {
    const { journal } = await this.store(namespace);
    const now = this.now().getTime();
    const before = this.#known.get(namespace);
    const known = new Map<string, Set<string>>();
    this.#known.set(namespace, known);
    // An event is named after when it happened, and written a little later.
    for (const at of [now - MINUTE, now]) {
      const instant = new Date(at).toISOString();
      const minute = instant.slice(0, 16);
      const keys = before?.get(minute) ?? new Set();
      known.set(minute, keys);
      for (const { run } of await journal.newIn(instant, keys)) {
        this.#told.add(run);
      }
    }
  }
}
