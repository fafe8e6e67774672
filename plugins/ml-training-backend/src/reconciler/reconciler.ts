import type { RunEntry } from '../runs/runStore';
import { firstLine } from './askEngine';
import { Backoff } from './backoff';
import type { Fence } from './lease';
import type { Leadership } from './leadership';
import { JournalHints } from './journalHints';
import { OutOfPatience, within } from './patience';
import { LeaseLost, type ReconcilerPorts, type Term } from './ports';
import { AttemptOver, RunLook } from './reconcileRun';
import { Rotation } from './rotation';
import { Turns } from './turns';
import { WatchedAttempt } from './watchedAttempt';

/** Runs of one engine that are looked at in parallel: an engine that hangs holds up no other. */
const AT_ONCE = 8;

/**
 * Brings what is recorded of runs to what the engines and the store say of them, a
 * tick at a time. Several processes may have one: the lease says which of them works.
 */
export class Reconciler {
  readonly #watched = new Map<string, WatchedAttempt>();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #turns = new Map<string, Turns>();
  readonly #troubles: Backoff;
  readonly #engineTroubles: Backoff;
  readonly #rotation: Rotation;
  readonly #hints: JournalHints;
  #epoch: number | undefined;

  constructor(
    private readonly leadership: Leadership,
    private readonly ports: ReconcilerPorts,
    random: () => number,
    /** A tick does not wait longer than this for a run that takes its time. */
    private readonly patienceMilliseconds: number,
  ) {
    this.#troubles = new Backoff(ports.monotonic, random);
    this.#engineTroubles = new Backoff(ports.monotonic, random);
    this.#rotation = new Rotation(ports.monotonic);
    this.#hints = new JournalHints(ports.store, ports.now);
  }

  /**
   * Looks once at every run that has not ended and of which there may be something
   * new: its record changed, its engine or the journal tells of it, or it is its turn.
   * A run that is still being looked at since an earlier tick is left alone, and
   * holds up nobody.
   *
   * @returns whether this process is the one that reconciles
   * @throws where the database cannot be asked
   */
  async tick(): Promise<boolean> {
    const fence = await this.leadership.hold();
    // What another process did meanwhile is not known here.
    if (fence?.epoch !== this.#epoch) this.#watched.clear();
    this.#epoch = fence?.epoch;
    if (!fence) return false;
    // Before the runs are read: what ends in between was read too early.
    const busy = new Set(this.#underWay.keys());
    const entries = await this.ports.runs.active();
    this.#forgetAllBut(new Set(entries.map(({ summary }) => summary.run)));
    const due = await this.#due(entries);
    const begun = entries
      .filter(({ summary: { run } }) => !busy.has(run))
      .filter(({ summary: { run } }) => this.#troubles.isDue(run))
      .map(entry => this.#begin(entry, due.has(entry.summary.run), fence));
    await this.#patiently(Promise.all(begun));
    return true;
  }

  /** Runs whose store is looked at, whatever else is known of them. */
  async #due(entries: readonly RunEntry[]): Promise<ReadonlySet<string>> {
    const turns = this.#rotation.turnsOf(entries);
    if (turns.size === entries.length) return turns;
    const namespaces = entries.map(({ summary }) => summary.pipeline.namespace);
    await this.#patiently(this.#hints.readOn(new Set(namespaces)));
    return new Set([...turns, ...this.#hints.take()]);
  }

  /** What takes longer goes on beside the ticks. */
  async #patiently(work: Promise<unknown>): Promise<void> {
    await within(this.patienceMilliseconds, work).catch((error: unknown) => {
      if (!(error instanceof OutOfPatience)) throw error;
    });
  }

  /** Whoever made trouble may be back: nobody is waited for any more. */
  forgetTroubles(): void {
    this.#troubles.forgetAll();
    this.#engineTroubles.forgetAll();
  }

  /** Resolves when nothing is being done any more. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #forgetAllBut(active: ReadonlySet<string>): void {
    for (const run of this.#watched.keys()) {
      if (!active.has(run)) {
        this.#watched.delete(run);
        this.#troubles.worked(run);
        this.#engineTroubles.worked(run);
      }
    }
  }

  #begin(entry: RunEntry, isDue: boolean, fence: Fence): Promise<void> {
    const { run, engine } = entry.summary;
    const turns = this.#turns.get(engine) ?? new Turns(AT_ONCE);
    this.#turns.set(engine, turns);
    const work = turns
      .take(() => this.#look(entry, isDue, fence))
      .finally(() => this.#underWay.delete(run));
    this.#underWay.set(run, work);
    return work;
  }

  /** Never throws: one bad run does not stop the others. */
  async #look(entry: RunEntry, isDue: boolean, fence: Fence): Promise<void> {
    const { run } = entry.summary;
    const watched = this.#watch(entry);
    const look = new RunLook(
      entry,
      watched,
      this.#engineTroubles,
      this.#term(fence),
      this.ports,
    );
    try {
      const isNew = watched.isNew(entry.revision);
      if (!isDue && !isNew && !(await look.engineTellsMore())) return;
      this.#rotation.looked(run);
      await look.reconcile();
      watched.looked(entry.revision);
      this.#troubles.worked(run);
    } catch (error) {
      if (error instanceof LeaseLost || error instanceof AttemptOver) return;
      this.#troubles.failed(run);
      const because = `The service cannot look after this run: ${firstLine(error)}`;
      this.ports.logger.error(because, { run });
      // Where the database is the trouble, the log has to do.
      await look.tellTrouble(because).catch(() => undefined);
    }
  }

  #watch({ summary: { run, attempt } }: RunEntry): WatchedAttempt {
    const known = this.#watched.get(run);
    if (known?.attempt === attempt) return known;
    const watched = new WatchedAttempt(run, attempt);
    this.#watched.set(run, watched);
    return watched;
  }

  #term(fence: Fence): Term {
    const { leadership } = this;
    return {
      fence,
      check() {
        if (!leadership.holds(fence)) throw new LeaseLost();
      },
      fenced() {
        leadership.lose(fence);
        throw new LeaseLost();
      },
    };
  }
}
