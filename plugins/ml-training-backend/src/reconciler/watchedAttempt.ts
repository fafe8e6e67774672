import type { ArtifactStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  type AttemptEnd,
  type EngineWord,
  type MetricPoint,
  type Plan,
  type StepManifest,
  type StepSeen,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A run that was at work before this process came is caught up with over a few looks. */
const MOST_LIVE_AT_ONCE = 25;

export interface LivePoints {
  /** By step; those that have none are left out. */
  readonly points: ReadonlyMap<string, readonly MetricPoint[]>;
  readonly written: () => void;
}

/**
 * What this process remembers of an attempt between two looks at it. Nothing here is
 * the truth: whoever takes over begins without it and comes to the same.
 */
export class WatchedAttempt {
  /** Sealed once and never changed: read once. */
  readonly manifests = new Map<string, StepManifest>();
  /** How many of the live points of a try are written down. */
  readonly #live = new Map<string, number>();
  /** As the database has them, of whoever wrote them before this process did. */
  #recorded: Map<string, string> | undefined;
  /** Recorded views as this process wrote them last: nearly every look finds just these. */
  readonly #seen = new Map<string, string>();
  /** The last that was looked at with nothing going wrong. */
  #revision: number | undefined;
  #word: string | undefined;
  #misses = 0;
  #missedAt = -Infinity;

  constructor(
    readonly run: string,
    readonly attempt: number,
  ) {}

  /** Whether the run was changed, by whomever, since it was looked at. */
  isNew(revision: number): boolean {
    return this.#revision !== revision;
  }

  looked(revision: number): void {
    this.#revision = revision;
  }

  /** @returns whether the engine says something else than the last time */
  hear(word: EngineWord): boolean {
    const text = JSON.stringify(word);
    const isOther = text !== this.#word;
    this.#word = text;
    return isOther;
  }

  /** What the store says of the plan's steps, looking only where something can be new. */
  async look(
    store: ArtifactStore,
    plan: Plan,
    end: AttemptEnd | undefined,
  ): Promise<ReadonlyMap<string, StepSeen>> {
    const seen = new Map<string, StepSeen>();
    const over = new Map<string, 'well' | 'badly'>();
    for (const { name, needs } of plan.steps) {
      const ended = end?.steps.find(({ id }) => id === name);
      const mayHaveBegun = end
        ? ended?.status !== 'skipped'
        : needs.every(need => over.has(need));
      const found = mayHaveBegun ? await this.#find(store, name) : {};
      seen.set(name, { ...found, ...(ended && { ended }) });
      const { manifest } = found;
      if (manifest?.verdict === 'succeeded') over.set(name, 'well');
      // What follows it may be skipped, or may be let through: worth a look.
      else if (manifest || needs.some(need => over.get(need) === 'badly')) {
        over.set(name, 'badly');
      }
    }
    return seen;
  }

  async #find(store: ArtifactStore, step: string): Promise<StepSeen> {
    const known = this.manifests.get(step);
    if (known && known.verdict !== 'failed') return { manifest: known };
    // In this order: a try that ends in between is then over, and not under way.
    const begun = await store.runs.findBegun(this.run, this.attempt, step);
    const manifest = await store.runs.findStep(this.run, this.attempt, step);
    if (manifest) this.manifests.set(step, manifest);
    return { ...(begun && { begun }), ...(manifest && { manifest }) };
  }

  /**
   * What commands at work have told of themselves since the last time: hints, which
   * their manifests replace.
   *
   * @returns the points, and what to call when they are written down: until then
   *   they are told again
   */
  async live(
    store: ArtifactStore,
    plan: Plan,
    seen: ReadonlyMap<string, StepSeen>,
  ): Promise<LivePoints> {
    const points = new Map<string, readonly MetricPoint[]>();
    const read: [string, number][] = [];
    for (const { name, command } of plan.steps) {
      const { begun, manifest } = seen.get(name) ?? {};
      const atWork = begun && (manifest?.try ?? 0) < begun.try;
      if (!command || !atWork) continue;
      const { run, attempt } = this;
      const of = { run, attempt, step: name, try: begun.try };
      const place = `${name} ${begun.try}`;
      const before = this.#live.get(place) ?? 0;
      const found: MetricPoint[] = [];
      let n = before;
      while (n < before + MOST_LIVE_AT_ONCE) {
        const next = await store.runs.findLive(of, n + 1);
        if (!next) break;
        n++;
        found.push(...next);
      }
      read.push([place, n]);
      if (found.length > 0) points.set(name, found);
    }
    return {
      points,
      written: () => {
        for (const [place, n] of read) this.#live.set(place, n);
      },
    };
  }

  /** Counts a time that the engine did not know the attempt; times that lie close together are one. */
  miss(at: number, spacing: number): number {
    if (at - this.#missedAt >= spacing) {
      this.#misses++;
      this.#missedAt = at;
    }
    return this.#misses;
  }

  /** The engine knows it. */
  met(): void {
    this.#misses = 0;
    this.#missedAt = -Infinity;
  }

  /** Those that are not recorded as they are. */
  async unrecorded(
    views: readonly StepView[],
    recorded: () => Promise<readonly StepView[]>,
  ): Promise<StepView[]> {
    this.#recorded ??= new Map(
      (await recorded()).map(view => [view.name, canonicalText(view)]),
    );
    const known = this.#recorded;
    return views.filter(view => {
      const text = JSON.stringify(view);
      if (this.#seen.get(view.name) === text) return false;
      if (known.get(view.name) !== canonicalText(view)) return true;
      this.#seen.set(view.name, text);
      return false;
    });
  }

  hasRecorded(views: readonly StepView[]): void {
    for (const view of views) {
      this.#recorded?.delete(view.name);
      this.#seen.set(view.name, JSON.stringify(view));
    }
  }
}

/** The same for equal views, whatever the order in which the database gives their fields. */
function canonicalText(view: StepView): string {
  return canonicalJson(JSON.parse(JSON.stringify(view)));
}
