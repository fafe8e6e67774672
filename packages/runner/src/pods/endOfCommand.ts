import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pause } from './pause';

export interface CommandWatch {
  readonly exitCodeFile: string;
  /** Argo's supervisor sends the command the signal whose number it finds there. */
  readonly signalFile: string;
  readonly timeoutSeconds: number | undefined;
  readonly pollMilliseconds: number;
  readonly toldToEnd: () => boolean;
  /** Aborted when the pod is ended. */
  readonly signal: AbortSignal;
}

export interface SeenEnd {
  /** Null where the command did not end before the pod had to. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** The cluster had begun to end the pod by then. */
  readonly toldToEnd: boolean;
  readonly at: Date;
}

/** Between the request to end and the end by force. */
const GRACE_MILLISECONDS = 5000;
/** The user's container is gone by then: what it has to say is on the disk already, or never will be. */
const LAST_LOOK_MILLISECONDS = 1000;

/** Waits until the user's command has ended, or cannot tell any more how. */
export async function endOfCommand(
  watch: CommandWatch,
  now: () => Date,
): Promise<SeenEnd> {
  let began: number | undefined;
  const timeout = (watch.timeoutSeconds ?? Infinity) * 1000;
  let asked = 0;
  let lastLook = Infinity;
  for (;;) {
    const over = performance.now() >= lastLook;
    const exitCode = await readExitCode(watch.exitCodeFile);
    if (exitCode !== undefined || over) {
      return {
        exitCode: exitCode ?? null,
        timedOut: asked > 0,
        toldToEnd: watch.toldToEnd(),
        at: now(),
      };
    }
    // The image may take longer to be there than the command has: its supervisor makes its folder when it starts it.
    began ??= (await isThere(dirname(watch.signalFile)))
      ? performance.now()
      : undefined;
    const elapsed = began === undefined ? 0 : performance.now() - began;
    if (elapsed >= timeout + asked * GRACE_MILLISECONDS && asked < 2) {
      await writeFile(watch.signalFile, asked === 0 ? '15' : '9');
      asked++;
    }
    if (watch.signal.aborted) {
      lastLook = Math.min(lastLook, performance.now() + LAST_LOOK_MILLISECONDS);
      await pause(watch.pollMilliseconds);
    } else {
      await pause(watch.pollMilliseconds, watch.signal);
    }
  }
}

async function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

async function readExitCode(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
