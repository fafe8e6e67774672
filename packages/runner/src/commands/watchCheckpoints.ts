import { watch, type FSWatcher } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LATEST_CHECKPOINT } from './checkpointFolder';

/** For file systems that do not tell of changes. */
const LOOK_EVERY_MS = 1000;

export interface CheckpointWatch {
  /**
   * Looks a last time and waits until all generations are handed over.
   * @throws what the receiver threw; it is given nothing more from then on
   */
  settle(): Promise<void>;
}

/**
 * Hands over each generation that a command completes in $TRAINYARD_CHECKPOINT,
 * once, one after the other in the order of their names. A generation is a folder
 * that was renamed to a name without a leading dot; it belongs to the platform
 * from then on and is removed when the receiver is done with it.
 */
export function watchCheckpoints(
  folder: string,
  onGeneration: (generation: {
    readonly name: string;
    readonly folder: string;
  }) => Promise<void>,
): CheckpointWatch {
  let looking = Promise.resolve();
  let due = false;
  let failed = false;
  const handedOver = new Set<string>();

  /** Many changes while one look is at work are one more look. */
  function look() {
    if (due || failed) return;
    due = true;
    looking = looking.then(async () => {
      due = false;
      await handOver();
    });
    // Told by settle, which the caller awaits; here it would end the process.
    looking.catch(() => {
      failed = true;
    });
  }

  async function handOver() {
    for (const name of await completeGenerations(folder)) {
      if (handedOver.has(name)) continue;
      const generation = join(folder, name);
      await onGeneration({ name, folder: generation });
      // A command that is another user's may have made it so that nobody else can remove it.
      await rm(generation, { recursive: true, force: true }).catch(() =>
        handedOver.add(name),
      );
    }
  }

  const watcher = tryWatch(folder, look);
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    async settle() {
      clearInterval(timer);
      watcher?.close();
      look();
      await looking;
    },
  };
}

async function completeGenerations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .filter(name => !name.startsWith('.') && name !== LATEST_CHECKPOINT)
    .sort(IN_ORDER.compare);
}

/** So that generation 10 comes after generation 9. */
const IN_ORDER = new Intl.Collator('en', { numeric: true });

/** Only makes it quicker: the timer finds what is missed here. */
function tryWatch(folder: string, look: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, look).on('error', () => {});
  } catch {
    return undefined;
  }
}
