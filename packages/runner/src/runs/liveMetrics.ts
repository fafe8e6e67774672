import { constants, open } from 'node:fs/promises';
import type { ArtifactStore, TryName } from '@trainyard/artifacts';
import { lookAtMetrics, parseMetrics } from '../commands/readMetrics';
import { SecretMask } from './secretMask';

export interface LiveMetrics {
  /** Looks no more: the manifest tells the rest. */
  settle(): Promise<void>;
}

export interface LiveSource {
  readonly of: TryName;
  /** $TRAINYARD_METRICS; may not be there yet. */
  readonly file: string;
  readonly secrets: readonly string[];
  /** Between two looks at the beginning; a second where absent. */
  readonly everyMilliseconds?: number;
}

/** Beyond so many the looks are ten times as far apart: whoever trains for days is watched by the minute. */
const OFTEN = 300;
const AT_ONCE_BYTES = 1 << 20;

/**
 * Appends what a command writes to its metrics while it works, for whoever looks
 * on. Lines count once they are complete; one that is wrong is told by the
 * manifest and left out here.
 */
export function appendLiveMetrics(
  { of, file, secrets, everyMilliseconds = 1000 }: LiveSource,
  store: ArtifactStore,
): LiveMetrics {
  let n = 0;
  let offset = 0;
  let over = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const lines = await readLines(file, offset);
    if (!lines) return;
    offset += lines.length;
    const { points } = parseMetrics(coveredText(lines, secrets));
    if (points.length === 0) return;
    // A sidecar that was started again finds numbers taken, and repeats what is known.
    do n++;
    while ((await store.runs.appendLive(of, n, points)) === 'exists');
  }

  let looking = Promise.resolve();
  function plan() {
    timer = setTimeout(
      () => {
        looking = look()
          // A hint: the next look tries again from where this one began.
          .catch(() => {})
          .then(() => {
            if (!over) plan();
          });
      },
      n < OFTEN ? everyMilliseconds : everyMilliseconds * 10,
    ).unref();
  }
  plan();
  return {
    async settle() {
      over = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** @returns whole lines from an offset on; undefined where there is none */
async function readLines(
  file: string,
  offset: number,
): Promise<Buffer | undefined> {
  if ((await lookAtMetrics(file)).is !== 'fit') return undefined;
  // The file is the command's, which may have put something else in its place.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(AT_ONCE_BYTES),
      position: offset,
    });
    const read = buffer.subarray(0, bytesRead);
    const end = read.lastIndexOf('\n');
    return end === -1 ? undefined : read.subarray(0, end + 1);
  } finally {
    await handle.close();
  }
}

function coveredText(lines: Buffer, secrets: readonly string[]): string {
  const mask = new SecretMask(secrets);
  return Buffer.concat([mask.push(lines), mask.end()]).toString('utf8');
}
