import {
  endLaunch,
  readLaunchRequest,
  wipeAbandoned,
  type LaunchRequest,
} from '@trainyard/runner';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ZodError } from 'zod';
import { claimStart } from './launches/claim';
import type { LaunchPlaces } from './launches/launchPlaces';
import { isOver, launchState } from './launches/launchState';
import { sweepLaunches } from './launches/launchSweep';
import type { LaunchQueue, QueuedLaunch } from './launches/queue';
import { startLaunch } from './launches/startLaunch';
import { programTrouble } from './program';
import { runnerEnvironment, type Environment } from './runnerEnvironment';
import type { EngineSettings } from './settings';

const LOOK_MS = 300;

export interface SchedulerOptions {
  readonly places: LaunchPlaces;
  readonly queue: LaunchQueue;
  readonly settings: EngineSettings;
  readonly interpreter: string;
  readonly program: string;
  readonly environment: Environment;
  /** What a runner needs to open the store. */
  readonly storeEnvironment: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly logger: LoggerService;
}

/**
 * Starts launches in the order of the queue, a few at a time.
 *
 * A launch may begin when fewer than the limit are before it and not over. That
 * holds among any number of portals without a lock: the order is the same for all,
 * nobody comes in before another, and what is over stays over; so those that are
 * executed are always among the first of the queue.
 */
export class Scheduler {
  /** Never to be looked at again. */
  private readonly over = new Set<string>();
  private ahead = new Map<string, number>();
  private round: Promise<void> | undefined;
  private roundWanted = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: SchedulerOptions) {}

  /** Looks at the queue now; several who ask at once share a round that begins after they asked. */
  poke(): Promise<void> {
    this.roundWanted = true;
    this.round ??= this.goRounds();
    return this.round;
  }

  /** Whether a launch was seen in the queue. */
  knows(launch: string): boolean {
    return this.ahead.has(launch);
  }

  /** Why a launch has not begun. */
  async whyItWaits(launch: string): Promise<string> {
    if (!this.ahead.has(launch)) await this.poke();
    const ahead = this.ahead.get(launch) ?? 0;
    const { concurrency } = this.options.settings;
    if (ahead < concurrency) {
      const trouble = await programTrouble(this.options.program);
      return trouble ?? 'it is being started';
    }
    const before = ahead === 1 ? '1 run is' : `${ahead} runs are`;
    return `${before} before it; this engine runs ${concurrency} at a time`;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async goRounds(): Promise<void> {
    clearTimeout(this.timer);
    while (this.roundWanted && !this.closed) {
      this.roundWanted = false;
      try {
        await this.look();
      } catch (error) {
        this.options.logger.error(
          `The queue of runs cannot be read: ${stringifyError(error)}`,
        );
      }
    }
    // At once after the last look: whoever asks from now on gets a round of their own.
    this.round = undefined;
    if (this.ahead.size > 0 && !this.closed) {
      this.timer = setTimeout(() => this.poke(), LOOK_MS).unref();
    }
  }

  private async look(): Promise<void> {
    const { places, queue, settings, now } = this.options;
    const ahead = new Map<string, number>();
    const over: QueuedLaunch[] = [];
    const queued = await queue.list();
    let going = 0;
    for (const entry of queued) {
      const { launch } = entry;
      const waits =
        !this.over.has(launch) && (await this.lookAt(launch, going));
      if (this.over.has(launch)) over.push(entry);
      else {
        if (waits) ahead.set(launch, going);
        going += 1;
      }
    }
    this.ahead = ahead;
    const newest = queued.at(-1);
    await sweepLaunches(
      places,
      queue,
      over.filter(entry => entry !== newest),
      { keepDays: settings.keepDays, now: now() },
    );
  }

  /** @returns whether it has not begun; what is over is marked so */
  private async lookAt(launch: string, going: number): Promise<boolean> {
    const { places, settings, logger, now } = this.options;
    const folder = places.launch(launch);
    try {
      const found = await launchState(folder, now);
      if (found.state === 'cut off') await this.wipeWork(folder);
      if (isOver(found)) this.over.add(launch);
      if (found.state !== 'waiting' || going >= settings.concurrency) {
        return found.state === 'waiting';
      }
      const request = await readLaunchRequest(folder);
      if (request) await this.start(folder, request);
      else this.over.add(launch);
      return request !== undefined;
    } catch (error) {
      // What cannot be read now may be later; what never can does not keep the others waiting.
      const isBroken =
        error instanceof SyntaxError || error instanceof ZodError;
      if (isBroken) this.over.add(launch);
      logger.error(
        `The launch ${folder} cannot be read: ${stringifyError(error)}`,
      );
      return false;
    }
  }

  private async start(folder: string, request: LaunchRequest): Promise<void> {
    const { program, interpreter, settings, logger, now } = this.options;
    if (this.closed || (await programTrouble(program))) return;
    if (!(await claimStart(folder, now))) return;
    try {
      const environment = {
        ...this.options.storeEnvironment,
        ...runnerEnvironment(
          this.options.environment,
          request.secrets,
          settings,
        ),
      };
      const { end } = await startLaunch(folder, {
        interpreter,
        program,
        environment,
      });
      end
        .catch(error =>
          logger.warn(
            `The launch ${folder} has no end: ${stringifyError(error)}`,
          ),
        )
        .then(() => this.poke());
    } catch (error) {
      await endLaunch(folder, {
        schema_version: 1,
        outcome: 'gave up',
        because: [`The run could not be started: ${stringifyError(error)}`],
      });
    }
  }

  /** Rows do not outlive by long the process that worked on them. */
  private async wipeWork(folder: string): Promise<void> {
    const request = await readLaunchRequest(folder);
    if (!request) return;
    await wipeAbandoned(request.work_folder).catch(error =>
      this.options.logger.warn(
        `What a run left in ${request.work_folder} cannot be wiped: ${stringifyError(error)}`,
      ),
    );
  }
}
