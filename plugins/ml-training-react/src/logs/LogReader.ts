import type { LogLine } from '@trainyard/backstage-plugin-ml-training-common';
import { bounded, type LogDocument } from './logDocument';
import {
  appendText,
  emptySpan,
  fromWholeLine,
  prependText,
  type LogPiece,
  type LogSpan,
} from './logSpan';
import { pause } from './pause';

/** Reads a part of one step's log; `from` counts bytes, from the end where it is negative. */
export type ReadLog = (
  asked: {
    readonly step: string;
    readonly from: number;
    readonly bytes?: number;
    readonly follow?: 'true';
  },
  options: { readonly signal: AbortSignal },
) => AsyncIterable<LogLine>;

/** What a reader knows now; a new object whenever something changed. */
export interface LogView {
  readonly document: LogDocument;
  readonly status: 'loading' | 'ready' | 'failed';
  /** Why the last thing that was asked for did not come. */
  readonly error: Error | undefined;
  readonly following: boolean;
  /** The stream was lost; it resumes by itself where it broke off. */
  readonly interrupted: Error | undefined;
  readonly moreEarlier: boolean;
  readonly moreLater: boolean;
  readonly busy: 'earlier' | 'later' | undefined;
}

export interface LogReaderOptions {
  /** Bytes fetched at once. */
  readonly page?: number;
  /** What is kept at most, see `MOST_WEIGHT`. */
  readonly most?: number;
  /** Followed text is shown at most so often, in milliseconds. */
  readonly batch?: number;
  /** First pause before a lost stream is resumed, in milliseconds; it doubles up to 16 times. */
  readonly retry?: number;
}

type Ended = Extract<LogLine, { type: 'end' }>;

/**
 * The logs of a run's steps as one long text, of which a window is in memory. Opens
 * at a tail or at a byte, loads earlier and later pages, lets go of what is far
 * away, and follows what is being written.
 */
export class LogReader {
  readonly #read: ReadLog;
  readonly #page: number;
  readonly #most: number;
  readonly #batch: number;
  readonly #retry: number;
  readonly #listeners = new Set<() => void>();
  #steps: readonly string[];
  #stepsChanged = new AbortController();
  #opened = new AbortController();
  #followed: AbortController | undefined;
  #arrived: LogPiece[] = [];
  /** What is shown last is the last that was written when it was read. */
  #atEnd = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #view: LogView = NOTHING;

  /** @param steps - names of the steps that have a log, in the order in which they began */
  constructor(
    read: ReadLog,
    steps: readonly string[],
    {
      page = 262_144,
      most = 8_388_608,
      batch = 100,
      retry = 500,
    }: LogReaderOptions = {},
  ) {
    this.#read = read;
    this.#steps = steps;
    this.#page = page;
    this.#most = most;
    this.#batch = batch;
    this.#retry = retry;
  }

  readonly view = (): LogView => this.#view;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** More steps began. */
  setSteps(steps: readonly string[]): void {
    this.#steps = steps;
    this.#stepsChanged.abort();
    this.#stepsChanged = new AbortController();
    if (this.#view.document.length > 0) this.#publish({});
  }

  /** Shows the end of a step's log. */
  async openEnd(
    step: string,
    { follow = false }: { readonly follow?: boolean } = {},
  ): Promise<void> {
    await this.#open(step, { from: -this.#page });
    if (follow && this.#view.status === 'ready') this.follow();
  }

  /** Shows the log around a byte. */
  async openAt(step: string, byte: number): Promise<void> {
    const from = Math.max(0, byte - Math.floor(this.#page / 2));
    await this.#open(step, { from, bytes: this.#page });
  }

  /** Loads what comes before: of the first step that is shown, or the step before it. */
  async earlier(): Promise<void> {
    const [first] = this.#view.document;
    if (!first || this.#view.busy || !this.#view.moreEarlier) return;
    const step = first.start > 0 ? first.step : this.#before(first.step);
    if (step === undefined) return;
    const from = Math.max(0, first.start - this.#page);
    await this.#load(
      'earlier',
      step,
      first.start > 0
        ? { from, bytes: first.start - from }
        : { from: -this.#page },
      (pieces, end) => {
        const [now, ...rest] = this.#view.document;
        if (now.step !== first.step || now.start !== first.start) return;
        this.#show(
          first.start > 0
            ? [fromWholeLine(prependText(now, pieces)), ...rest]
            : [
                fromWholeLine(grown(emptySpan(step), pieces, end)),
                now,
                ...rest,
              ],
          this.#view.following ? undefined : 'head',
        );
      },
    );
  }

  /** Loads what comes after: of the last step that is shown, or the step after it. */
  async later(): Promise<void> {
    const last = this.#view.document.at(-1);
    if (!last || this.#view.busy || !this.#view.moreLater) return;
    const span = isWhole(last) ? this.#spanAfter(last) : last;
    if (!span) return;
    await this.#load(
      'later',
      span.step,
      { from: span.end, bytes: this.#page },
      (pieces, end) => {
        const now = this.#view.document;
        // Followed since: the stream brings the same bytes.
        if (this.#view.following) return;
        if (now.at(-1)?.step !== last.step || now.at(-1)?.end !== last.end) {
          return;
        }
        const kept = span === last ? now.slice(0, -1) : now;
        this.#show([...kept, grown(span, pieces, end)], 'tail');
      },
    );
  }

  /** Shows what is written as it is written; at the end of a step goes on with the next. */
  follow(): void {
    const last = this.#view.document.at(-1);
    if (this.#followed || !last) return;
    if (!this.#atEnd) {
      // Much may lie between: the end is what one wants to see.
      this.openEnd(last.step, { follow: true });
      return;
    }
    this.#followed = new AbortController();
    this.#publish({ following: true });
    this.#followOn(this.#followed.signal);
  }

  stopFollowing(): void {
    if (!this.#followed) return;
    this.#flush();
    this.#followed.abort();
    this.#followed = undefined;
    this.#publish({ following: false, interrupted: undefined });
  }

  /** Ends every request. */
  close(): void {
    this.#opened.abort();
    this.#followed?.abort();
    this.#followed = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#arrived = [];
  }

  async #open(
    step: string,
    asked: { readonly from: number; readonly bytes?: number },
  ): Promise<void> {
    this.close();
    this.#opened = new AbortController();
    const { signal } = this.#opened;
    this.#publish({ ...NOTHING });
    try {
      const { pieces, end } = await this.#collect(step, asked, signal);
      if (signal.aborted) return;
      if (pieces.length === 0 && asked.from > 0 && end && end.size > 0) {
        // The log is shorter than a link to it says.
        await this.#open(step, { from: -this.#page });
        return;
      }
      this.#atEnd = asked.bytes === undefined;
      this.#publish({
        status: 'ready',
        document: [fromWholeLine(grown(emptySpan(step), pieces, end))],
      });
    } catch (error) {
      if (!signal.aborted) {
        this.#publish({ status: 'failed', error: error as Error });
      }
    }
  }

  async #load(
    busy: 'earlier' | 'later',
    step: string,
    asked: { readonly from: number; readonly bytes?: number },
    show: (pieces: readonly LogPiece[], end: Ended | undefined) => void,
  ): Promise<void> {
    const { signal } = this.#opened;
    this.#publish({ busy, error: undefined });
    try {
      const { pieces, end } = await this.#collect(step, asked, signal);
      if (signal.aborted) return;
      this.#publish({ busy: undefined });
      show(pieces, end);
    } catch (error) {
      if (!signal.aborted) {
        this.#publish({ busy: undefined, error: error as Error });
      }
    }
  }

  async #collect(
    step: string,
    asked: { readonly from: number; readonly bytes?: number },
    signal: AbortSignal,
  ) {
    const pieces: LogPiece[] = [];
    let end: Ended | undefined;
    for await (const line of this.#read({ step, ...asked }, { signal })) {
      if (line.type === 'text') pieces.push(line);
      else end = line;
    }
    return { pieces, end };
  }

  async #followOn(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const { step, end: from } = this.#last();
      let ended: Ended | undefined;
      let heard = false;
      try {
        const asked = { step, from, follow: 'true' } as const;
        for await (const line of this.#read(asked, { signal })) {
          if (signal.aborted) return;
          failures = 0;
          if (this.#view.interrupted) this.#publish({ interrupted: undefined });
          if (line.type === 'end') ended = line;
          else {
            heard = true;
            this.#arrive(line);
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#flush();
        this.#publish({ interrupted: error as Error });
        await pause(this.#retry * 2 ** Math.min(failures, 4), signal);
        failures += 1;
        continue;
      }
      if (signal.aborted) return;
      this.#flush();
      if (ended) this.#replaceLast(grown(this.#last(), [], ended));
      if (ended?.because === 'closed') await this.#nextStep(signal);
      else if (!heard) await pause(this.#batch, signal);
    }
  }

  /** Waits until a step after the one that is shown last has a log. */
  async #nextStep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = this.#spanAfter(this.#last());
      if (next) {
        this.#show([...this.#view.document, next], 'tail');
        return;
      }
      await pause(
        Infinity,
        AbortSignal.any([signal, this.#stepsChanged.signal]),
      );
    }
  }

  #arrive(piece: LogPiece): void {
    this.#arrived.push(piece);
    this.#timer ??= setTimeout(() => this.#flush(), this.#batch);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#arrived.length === 0) return;
    const span = this.#arrived.reduce(appendText, this.#last());
    this.#arrived = [];
    this.#replaceLast(span);
  }

  #last(): LogSpan {
    return this.#view.document[this.#view.document.length - 1];
  }

  #replaceLast(span: LogSpan): void {
    this.#show([...this.#view.document.slice(0, -1), span], 'tail');
  }

  #show(document: LogDocument, keep: 'head' | 'tail' | undefined): void {
    const kept = keep ? bounded(document, keep, this.#most) : document;
    if (kept.at(-1)?.end !== document.at(-1)?.end) this.#atEnd = false;
    this.#publish({ document: kept });
  }

  #publish(changed: Partial<LogView>): void {
    const view = { ...this.#view, ...changed };
    const first = view.document.at(0);
    const last = view.document.at(-1);
    this.#view = {
      ...view,
      moreEarlier:
        first !== undefined &&
        (first.start > 0 || this.#before(first.step) !== undefined),
      moreLater:
        last !== undefined &&
        !view.following &&
        (!isWhole(last) || this.#spanAfter(last) !== undefined),
    };
    this.#listeners.forEach(changedNow => changedNow());
  }

  #before(step: string): string | undefined {
    return this.#steps[this.#steps.indexOf(step) - 1];
  }

  #spanAfter({ step }: LogSpan): LogSpan | undefined {
    const next = this.#steps[this.#steps.indexOf(step) + 1];
    return next === undefined ? undefined : emptySpan(next);
  }
}

const NOTHING: LogView = {
  document: [],
  status: 'loading',
  error: undefined,
  following: false,
  interrupted: undefined,
  moreEarlier: false,
  moreLater: false,
  busy: undefined,
};

function grown(
  span: LogSpan,
  pieces: readonly LogPiece[],
  end: Ended | undefined,
): LogSpan {
  const longer = pieces.reduce(appendText, span);
  if (!end) return longer;
  return {
    ...longer,
    size: Math.max(longer.end, end.size),
    closed: end.because === 'closed',
  };
}

/** Whether nothing of a step's log can come any more after what is loaded. */
function isWhole({ closed, end, size }: LogSpan): boolean {
  return closed && end >= size;
}
