import { ArtifactError, type ArtifactStore } from '@trainyard/artifacts';
import {
  decideAttempt,
  HANDING_OVER,
  hasEnded,
  stepMetrics,
  stepViews,
  type AttemptDecision,
  type AttemptEnd,
  type EngineWord,
  type MetricPoint,
  type Plan,
  type RunState,
  type StepSeen,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type {
  EngineRef,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { RunEntry, RunObservation } from '../runs/runStore';
import { askEngine, type EngineAnswer } from './askEngine';
import type { Backoff } from './backoff';
import { endAttempt } from './endings/endAttempt';
import type { ReconcilerPorts, Term } from './ports';
import type { WatchedAttempt } from './watchedAttempt';

/** Misses that lie closer together than this are one. */
const MISS_SPACING_MILLISECONDS = 1000;

const DONE: ReadonlySet<EngineWord['says']> = new Set([
  'ended',
  'gone',
  'stopped',
]);

/** A run as the store knows it at one moment. */
interface Found {
  readonly store: ArtifactStore;
  readonly plan: Plan;
  readonly end: AttemptEnd | undefined;
  readonly seen: ReadonlyMap<string, StepSeen>;
}

type Recorded = Pick<
  RunObservation,
  'state' | 'because' | 'pending' | 'ref' | 'startedAt' | 'endedAt'
>;

/**
 * Looks at a run once and does what is due: level-based, so that it does not matter
 * how often it is done or where it was cut off before. Every side effect can be
 * repeated, and the record that ends a run is the last thing that happens to it.
 */
export class RunLook {
  readonly #run: string;
  readonly #attempt: number;
  #recorded: Recorded;

  constructor(
    private readonly entry: RunEntry,
    private readonly watched: WatchedAttempt,
    private readonly engineTroubles: Backoff,
    private readonly term: Term,
    private readonly ports: ReconcilerPorts,
  ) {
    const { run, attempt, state, because, startedAt, endedAt } = entry.summary;
    const newest = entry.attempts.find(it => it.attempt === attempt);
    this.#run = run;
    this.#attempt = attempt;
    this.#recorded = {
      state,
      because,
      pending: newest?.pending ?? null,
      ref: entry.ref,
      startedAt: newest ? newest.startedAt : startedAt,
      endedAt: newest ? newest.endedAt : endedAt,
    };
  }

  /** @throws LeaseLost */
  async reconcile(): Promise<void> {
    const { namespace } = this.entry.summary.pipeline;
    const store = await this.ports.store(namespace);
    const plan = await this.#readPlan(store);
    if (!plan) {
      await this.#stopWithoutPlan(store);
      return;
    }
    let engine: EngineWord = { says: 'not asked' };
    let found = await this.#look(store, plan);
    for (;;) {
      const decision = this.#decide(engine, found);
      switch (decision.do) {
        case 'nothing':
          return;
        case 'record':
          await this.#record(decision, found);
          return;
        case 'announce':
          await this.#write({
            ...this.#recorded,
            pending: HANDING_OVER,
            steps: [],
          });
          break;
        case 'submit':
          engine = await this.#submit(store, plan);
          break;
        case 'ask':
          engine = await this.#observe();
          this.watched.hear(engine);
          break;
        default:
          engine = await this.#stop();
      }
      // Its end may have been sealed since the store was read.
      if (DONE.has(engine.says)) found = await this.#look(store, plan);
    }
  }

  /**
   * Whether the engine gives a reason to look: it says something else than the last
   * time, or it is done. Reads nothing of the store.
   */
  async engineTellsMore(): Promise<boolean> {
    if (!this.#recorded.ref) return true;
    const word = await this.#observe();
    return this.watched.hear(word) || DONE.has(word.says);
  }

  /** Says on the run's page why nothing is known of it. */
  async tellTrouble(because: string): Promise<void> {
    if (this.#recorded.because === because) return;
    await this.#write({ ...this.#recorded, because, steps: [] });
  }

  /** Undefined where it is gone and only a stop is wanted, for which none is needed. */
  async #readPlan(store: ArtifactStore): Promise<Plan | undefined> {
    try {
      return await this.ports.planOf(store, this.entry.plan);
    } catch (error) {
      // An attempt of which the engine did not say that it took it cannot be stopped there.
      const inBetween =
        this.#recorded.pending === HANDING_OVER && !this.#recorded.ref;
      if (
        error instanceof ArtifactError &&
        this.entry.stopAsked !== null &&
        !inBetween
      ) {
        return undefined;
      }
      throw error;
    }
  }

  /** What was asked to stop ends, also where nobody can say any more what its steps made. */
  async #stopWithoutPlan(store: ArtifactStore): Promise<void> {
    const end = await store.runs.findEnd(this.#run, this.#attempt);
    if (!end && this.#recorded.ref) {
      const engine = await this.#stop();
      if (engine.says === 'unreachable') {
        await this.tellTrouble(engine.because);
        return;
      }
    }
    await this.#write({
      ...this.#recorded,
      state: 'stopped',
      because: `${this.entry.stopAsked?.by} stopped it. Its plan is not in the store any more, so that what it made cannot be judged.`,
      pending: null,
      endedAt: end?.ended_at ?? this.ports.now().toISOString(),
      steps: [],
    });
  }

  async #look(store: ArtifactStore, plan: Plan): Promise<Found> {
    const end = await store.runs.findEnd(this.#run, this.#attempt);
    const seen = await this.watched.look(store, plan, end);
    return { store, plan, end, seen };
  }

  #decide(engine: EngineWord, { end, seen }: Found): AttemptDecision {
    const { state, pending, ref } = this.#recorded;
    const announced = pending === HANDING_OVER ? 'maybe' : 'no';
    const isMiss = engine.says === 'ended' || engine.says === 'gone';
    if (engine.says === 'running' || engine.says === 'pending') {
      this.watched.met();
    }
    return decideAttempt({
      state,
      pending,
      handedOver: ref ? 'yes' : announced,
      stopAskedBy: this.entry.stopAsked?.by ?? null,
      end: end?.status ?? null,
      begun: [...seen.values()].some(it => it.begun || it.manifest),
      engine,
      misses: isMiss
        ? this.watched.miss(this.ports.monotonic(), MISS_SPACING_MILLISECONDS)
        : 0,
    });
  }

  async #submit(store: ArtifactStore, plan: Plan): Promise<EngineWord> {
    const record = await store.runs.find(this.#run);
    if (!record) {
      throw new Error(
        `The run ${this.#run} is not in the store: expected its record, which is written before the run is queued.`,
      );
    }
    const { sourceFolder, summary } = this.entry;
    const answered = await this.#ask('question', engine =>
      engine.submit({
        run: this.#run,
        attempt: this.#attempt,
        namespace: summary.pipeline.namespace,
        plan,
        planDigest: this.entry.plan,
        record,
        ...(sourceFolder !== null && { sourceFolder }),
      }),
    );
    if (answered.outcome === 'unreachable') return unreachable(answered);
    // At once: an attempt that can be stopped must be known as such.
    await this.#write({
      ...this.#recorded,
      ref: answered.answer,
      pending: null,
      steps: [],
    });
    return { says: 'not asked' };
  }

  async #observe(): Promise<EngineWord> {
    const ref = this.#ref();
    const answered = await this.#ask('question', engine => engine.observe(ref));
    if (answered.outcome === 'unreachable') return unreachable(answered);
    const { answer } = answered;
    switch (answer.state) {
      case 'pending':
      case 'gone':
        return { says: answer.state, because: answer.because };
      default:
        return { says: answer.state };
    }
  }

  async #stop(): Promise<EngineWord> {
    const ref = this.#ref();
    const answered = await this.#ask('stop', engine => engine.stop(ref));
    return answered.outcome === 'unreachable'
      ? unreachable(answered)
      : { says: 'stopped' };
  }

  #ref(): EngineRef {
    const { ref } = this.#recorded;
    if (ref) return ref;
    throw new Error(`The engine was not given the run ${this.#run}.`);
  }

  /** An engine that made trouble is left alone for a while; the store is read all the same. */
  async #ask<T>(
    what: 'stop' | 'question',
    call: (engine: TrainingEngine) => Promise<T>,
  ): Promise<EngineAnswer<T>> {
    const { because } = this.#recorded;
    if (because !== null && !this.engineTroubles.isDue(this.#run)) {
      return { outcome: 'unreachable', because };
    }
    const { engine } = this.entry.summary;
    const answered = await askEngine(engine, what, call, this.term, this.ports);
    if (answered.outcome === 'answered') {
      this.engineTroubles.worked(this.#run);
    } else {
      this.engineTroubles.failed(this.#run);
      this.ports.logger.warn(answered.because, { run: this.#run });
    }
    return answered;
  }

  async #record(
    decision: AttemptDecision & { readonly do: 'record' },
    found: Found,
  ): Promise<void> {
    const { plan, end, seen } = found;
    const over = hasEnded(decision.state);
    const ending = over
      ? await endAttempt(
          { ...found, entry: this.entry, decision },
          this.term,
          this.ports,
        )
      : undefined;
    const { state, because } = ending ?? decision;
    const views = stepViews(plan, seen, { attempt: this.#attempt, state });
    const steps = await this.watched.unrecorded(views, () =>
      this.ports.runs.steps(this.#run, this.#attempt),
    );
    const now = this.ports.now().toISOString();
    const next: Recorded = {
      state,
      because,
      pending: decision.pending,
      ref: this.#recorded.ref,
      startedAt: this.#startedAt(views, state, now),
      endedAt: over ? (end?.ended_at ?? now) : null,
    };
    const live = over
      ? undefined
      : await this.watched.live(found.store, plan, seen);
    const nothingNew = steps.length === 0 && !live?.points.size;
    if (!over && nothingNew && isSame(next, this.#recorded)) return;
    await this.#write({
      ...next,
      steps,
      ...measuredOf(over ? views : steps, seen, live?.points),
      ...ending?.results,
    });
    this.watched.hasRecorded(steps);
    live?.written();
  }

  #startedAt(
    views: readonly StepView[],
    state: RunState,
    now: string,
  ): string | null {
    const begun = views.flatMap(view => view.startedAt ?? []).sort();
    // A pod that only looks what there is to do is not a start yet.
    if (state === 'queued' && begun.length === 0) return null;
    if (this.#recorded.startedAt !== null) return this.#recorded.startedAt;
    return begun[0] ?? (state === 'running' ? now : null);
  }

  async #write(
    observation: Omit<RunObservation, 'run' | 'attempt'>,
  ): Promise<void> {
    this.term.check();
    const outcome = await this.ports.runs.record(
      { run: this.#run, attempt: this.#attempt, ...observation },
      this.term.fence,
    );
    if (outcome === 'fenced') this.term.fenced();
    if (outcome === 'attempt is over') throw new AttemptOver();
    const { state, because, pending, ref, startedAt, endedAt } = observation;
    this.#recorded = { state, because, pending, ref, startedAt, endedAt };
    this.ports.changed(this.entry.revision + 1, this.#run);
  }
}

/** Somebody began another attempt, or ended this one: whoever looks next sees that. */
export class AttemptOver extends Error {
  override readonly name = 'AttemptOver';
}

function unreachable({ because }: { readonly because: string }): EngineWord {
  return { says: 'unreachable', because };
}

function isSame(one: Recorded, other: Recorded): boolean {
  return (
    one.state === other.state &&
    one.because === other.because &&
    one.pending === other.pending &&
    one.startedAt === other.startedAt &&
    one.endedAt === other.endedAt
  );
}

/** Metrics and points of steps that have ended, and of those at work as far as they told. */
function measuredOf(
  views: readonly StepView[],
  seen: ReadonlyMap<string, StepSeen>,
  live: ReadonlyMap<string, readonly MetricPoint[]> = new Map(),
): Pick<RunObservation, 'metrics' | 'points'> {
  const measured = [
    ...[...live].map(([name, points]) => stepMetrics(name, points)),
    ...views.map(({ name }) =>
      stepMetrics(name, seen.get(name)?.manifest?.metrics ?? []),
    ),
  ];
  const metrics = Object.assign({}, ...measured.map(({ latest }) => latest));
  const points = measured.flatMap(({ curve }) => curve);
  return Object.keys(metrics).length > 0 ? { metrics, points } : {};
}
