import type {
  LogLine,
  LogMatches,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry } from '../runs/runStore';
import { liveSize } from './liveSize';
import { logBytes, type LogRange } from './logBytes';
import { logPlace, type LogPlace } from './logPlace';
import type { LogPorts, StepOfRun } from './logPorts';
import { searchLines } from './searchLines';
import { textOf, Utf8Pieces, type Piece } from './utf8Pieces';
import { waitForReal } from './waiting';

export interface LogRequest {
  /** The newest unless said. */
  readonly attempt?: number;
  /** First byte; negative counts from the end. */
  readonly from?: number;
  /** At most so many; all there is where it is absent. */
  readonly bytes?: number;
  /** Goes on until the step has ended, or until it is told to pause. */
  readonly follow?: boolean;
}

export interface LogFile {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Logs of steps. Undefined everywhere: the run has no such attempt or step. */
export interface LogReader {
  /** Pieces of text as they come, and at last an `end`. */
  read(
    entry: RunEntry,
    step: string,
    request: LogRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<LogLine> | undefined>;
  /** What is there now, searched for a text whatever its case. */
  search(
    entry: RunEntry,
    step: string,
    attempt: number | undefined,
    text: string,
    signal: AbortSignal,
  ): Promise<LogMatches | undefined>;
  /** What is there now, as a file; a sealed log is verified while it is read. */
  open(
    entry: RunEntry,
    step: string,
    attempt: number | undefined,
    signal: AbortSignal,
  ): Promise<LogFile | undefined>;
}

export interface LogReaderPorts extends Omit<LogPorts, 'wait'> {
  /** The machine's clock unless said. */
  readonly wait?: LogPorts['wait'];
  /** How long a reader may follow before it has to ask again; 15 unless said. */
  readonly maximumMinutes?: number;
}

export function logReader({
  wait = waitForReal,
  maximumMinutes = 15,
  ...others
}: LogReaderPorts): LogReader {
  const ports: LogPorts = { ...others, wait };

  async function stepOf(
    { summary, attempts }: RunEntry,
    step: string,
    attempt = summary.attempt,
  ): Promise<StepOfRun | undefined> {
    const { run, pipeline } = summary;
    if (!attempts.some(it => it.attempt === attempt)) return undefined;
    const steps = await ports.runs.steps(run, attempt);
    if (!steps.some(({ name }) => name === step)) return undefined;
    return { run, namespace: pipeline.namespace, attempt, step };
  }

  const bytesOf = (of: StepOfRun, range: LogRange, signal: AbortSignal) =>
    logBytes(ports, of.namespace, () => logPlace(ports, of), range, signal);

  async function sizeNow(place: LogPlace, signal: AbortSignal) {
    if (place.place === 'sealed') return place.size;
    if (place.place !== 'live') return 0;
    const ended = new AbortController();
    const until = AbortSignal.any([signal, ended.signal]);
    const pieces = await place.from(0, until);
    const size = pieces ? await liveSize(pieces, wait, until) : 0;
    ended.abort();
    return size;
  }

  /** Follows no further than what is there now: else nobody could say when it ends. */
  async function allThereIs(of: StepOfRun, signal: AbortSignal) {
    const size = await sizeNow(await logPlace(ports, of), signal);
    return { size, range: { from: 0, to: size, follow: false } };
  }

  async function* lines(
    of: StepOfRun,
    { from: first = 0, bytes = Infinity, follow = false }: LogRequest,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const ended = new AbortController();
    const until = AbortSignal.any([signal, ended.signal]);
    if (follow) {
      wait(maximumMinutes * 60_000, until).then(() => ended.abort());
    }
    try {
      const isOpen = first >= 0 && follow;
      const size = isOpen
        ? Infinity
        : await sizeNow(await logPlace(ports, of), until);
      const from = first < 0 ? Math.max(size + first, 0) : first;
      const most = from + bytes;
      const to = follow ? most : Math.min(most, Math.max(size, from));
      yield* asLines(bytesOf(of, { from, to, follow }, until), from, most);
    } finally {
      ended.abort();
    }
  }

  return {
    async read(entry, step, request, signal) {
      const of = await stepOf(entry, step, request.attempt);
      return of && lines(of, request, signal);
    },

    async search(entry, step, attempt, text, signal) {
      const of = await stepOf(entry, step, attempt);
      if (!of) return undefined;
      const { range } = await allThereIs(of, signal);
      return searchLines(bytesOf(of, range, signal), text);
    },

    async open(entry, step, attempt, signal) {
      const of = await stepOf(entry, step, attempt);
      if (!of) return undefined;
      const place = await logPlace(ports, of);
      if (place.place === 'sealed') {
        const { blobs } = await ports.store(of.namespace);
        return { size: place.size, bytes: blobs.read(place.log) };
      }
      const { size, range } = await allThereIs(of, signal);
      return { size, bytes: bytesOf(of, range, signal) };
    },
  };
}

async function* asLines(
  log: ReturnType<typeof logBytes>,
  from: number,
  most: number,
): AsyncGenerator<LogLine> {
  const pieces = new Utf8Pieces(from);
  try {
    for (;;) {
      const { done, value } = await log.next();
      if (!done) {
        for (const piece of pieces.push(value)) yield lineOf(piece);
        continue;
      }
      const { because, size } = value;
      // A range too narrow for its first character would never be got past.
      const isStuck = pieces.next === from && pieces.end === most;
      if (because === 'closed' || isStuck) {
        for (const piece of pieces.flush()) yield lineOf(piece);
      }
      const next = because === 'closed' ? size : pieces.next;
      yield { type: 'end', next, because, size: Math.max(size, next) };
      return;
    }
  } finally {
    await log.return({ because: 'pause', size: 0 });
  }
}

function lineOf({ offset, bytes }: Piece): LogLine {
  const next = offset + bytes.length;
  return { type: 'text', offset, next, text: textOf(bytes) };
}
