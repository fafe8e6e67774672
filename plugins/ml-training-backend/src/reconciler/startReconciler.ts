import { performance } from 'node:perf_hooks';
import type { ArtifactStore } from '@trainyard/artifacts';
import {
  plan as planDocument,
  type Digest,
  type Plan,
} from '@trainyard/backstage-plugin-ml-training-common';
import { firstLine } from './askEngine';
import { BoundedCache } from './boundedCache';
import { Leadership } from './leadership';
import type { ReconcilerLease } from './lease';
import { OutOfPatience, within } from './patience';
import type { ReconcilerPorts } from './ports';
import { Reconciler } from './reconciler';

const LEASE_SECONDS = 10;
const TICK_MILLISECONDS = 400;
const STOP_PATIENCE_MILLISECONDS = 5_000;
const PLANS_REMEMBERED = 200;
/** Without a tick that went well for so long, something is wrong. */
const SILENCE_MILLISECONDS = 30_000;

export interface ReconcilerOptions extends Omit<
  ReconcilerPorts,
  'planOf' | 'monotonic'
> {
  readonly lease: ReconcilerLease;
  /** Unique to this process. */
  readonly holder: string;
  readonly tickMilliseconds?: number;
  readonly leaseSeconds?: number;
  readonly monotonic?: () => number;
  /** From 0 up to 1: spreads retries. */
  readonly random?: () => number;
}

export interface RunningReconciler {
  /** Ends the loop, waits a little for what is being done, and lets go of the lease. */
  stop(): Promise<void>;
  /** Looks at once: somebody submitted or stopped a run. */
  nudge(): void;
  health(): {
    readonly status: 'ok' | 'down';
    readonly because: string | null;
  };
}

/** Begins to look after runs, tick after tick, never two at once. */
export function startReconciler(options: ReconcilerOptions): RunningReconciler {
  const {
    tickMilliseconds = TICK_MILLISECONDS,
    leaseSeconds = LEASE_SECONDS,
    monotonic = () => performance.now(),
    random = Math.random,
    logger,
  } = options;
  const leadership = new Leadership(
    options.lease,
    options.holder,
    leaseSeconds,
    monotonic,
  );
  const reconciler = new Reconciler(
    leadership,
    { ...options, monotonic, planOf: rememberedPlans() },
    random,
    tickMilliseconds,
  );
  const bell = new Bell();
  let isStopped = false;
  let trouble: string | null = null;
  let leads = false;
  let wentWellAt = monotonic();

  const loop = async () => {
    while (!isStopped) {
      try {
        leads = await reconciler.tick();
        trouble = null;
        wentWellAt = monotonic();
      } catch (error) {
        if (trouble === null) logger.error(`No tick: ${firstLine(error)}`);
        trouble = `Runs are not looked after: ${firstLine(error)}`;
      }
      if (!isStopped) await bell.wait(tickMilliseconds);
    }
  };
  const running = loop();

  return {
    async stop() {
      isStopped = true;
      bell.ring();
      await running;
      await within(STOP_PATIENCE_MILLISECONDS, reconciler.settle()).catch(
        (error: unknown) => {
          if (!(error instanceof OutOfPatience)) throw error;
        },
      );
      await leadership.release();
    },
    nudge() {
      reconciler.forgetTroubles();
      bell.ring();
    },
    health() {
      if (isStopped) return down('It was stopped.');
      if (trouble) return down(trouble);
      if (monotonic() - wentWellAt > SILENCE_MILLISECONDS) {
        return down('The last look at the runs has not come to an end.');
      }
      return {
        status: 'ok',
        because: leads ? null : 'Another process looks after the runs.',
      };
    },
  };
}

function down(because: string) {
  return { status: 'down', because } as const;
}

function rememberedPlans(): ReconcilerPorts['planOf'] {
  const plans = new BoundedCache<Plan>(PLANS_REMEMBERED);
  return (store, digest) => plans.get(digest, () => readPlan(store, digest));
}

/** @throws ArtifactError where its bytes are gone or damaged */
export async function readPlan(
  store: ArtifactStore,
  digest: Digest,
): Promise<Plan> {
  const bytes = await store.blobs.readAll(digest);
  return planDocument.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

/** Wakes who waits, and who begins to wait after it rang. */
class Bell {
  #rang = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rang = true;
    this.#wake?.();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.#rang) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        timer = setTimeout(resolve, milliseconds);
      });
      clearTimeout(timer);
    }
    this.#wake = undefined;
    this.#rang = false;
  }
}
