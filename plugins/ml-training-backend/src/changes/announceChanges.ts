import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';

/** Tells open pages that it is worth asking again; the catalog's provider listens as well. */
export interface Announcer {
  /** Something changed. Many at once are told as one. */
  changed(): void;
  stop(): void;
}

export const CHANGES_CHANNEL = 'ml-training';

const GATHER_MILLISECONDS = 200;

/**
 * Signals are heard by everybody who is signed in, so that they carry a number and
 * nothing of what changed: who may see it is decided when they ask. A signal may be
 * lost; pages ask now and then without one.
 *
 * @param clock - milliseconds since the epoch
 */
export function announceChanges(
  signals: SignalsService,
  logger: LoggerService,
  clock: () => number,
): Announcer {
  let revision = 0;
  let waiting: NodeJS.Timeout | undefined;
  const tell = async () => {
    waiting = undefined;
    // Grows across restarts and portal processes too.
    revision = Math.max(revision + 1, clock());
    try {
      await signals.publish({
        channel: CHANGES_CHANNEL,
        recipients: { type: 'broadcast' },
        message: { revision },
      });
    } catch (error) {
      logger.debug(`A change was not announced: ${error}`);
    }
  };
  return {
    changed() {
      waiting ??= setTimeout(tell, GATHER_MILLISECONDS).unref();
    },
    stop() {
      clearTimeout(waiting);
    },
  };
}
