import type { WorkflowApi } from '../api/workflowApi';

const KEEP_MILLISECONDS = 10_000;

/**
 * What a cluster complains of pods, asked for all of a namespace at once and not
 * more often than every 10 s. Answers are a little late rather than waited for.
 */
export class Complaints {
  #known: ReadonlyMap<string, string> = new Map();
  #askedAt = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(
    private readonly api: Pick<WorkflowApi, 'podComplaints'>,
    private readonly monotonic: () => number,
  ) {}

  /** As of lately; asks anew for those who come later. */
  get known(): ReadonlyMap<string, string> {
    if (!this.#asking && this.monotonic() - this.#askedAt > KEEP_MILLISECONDS) {
      this.#askedAt = this.monotonic();
      this.#asking = this.#ask();
    }
    return this.#known;
  }

  /** Resolves when nothing is being asked. */
  async settle(): Promise<void> {
    await this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      this.#known = await this.api.podComplaints();
    } catch {
      // They only make a reason clearer; without them it is said in general.
    } finally {
      this.#asking = undefined;
    }
  }
}
