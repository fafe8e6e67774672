import type {
  LogPiece,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';

const NOT_USED = async () => {
  throw new Error('not a part of this engine');
};

/** An engine with one step that says what a test has it say. */
export class TalkingStep implements TrainingEngine {
  readonly name = 'local';
  readonly compile = NOT_USED;
  readonly lint = NOT_USED;
  readonly submit = NOT_USED;
  readonly observe = NOT_USED;
  readonly stop = NOT_USED;
  readonly trouble = NOT_USED;
  readonly close = NOT_USED;

  /** Whether there is something to be had live. */
  isLive = true;
  /** From where it was asked, in order. */
  readonly asked: number[] = [];
  #said = Buffer.alloc(0);
  #hasEnded = false;
  #told: (() => void)[] = [];

  say(bytes: string | Uint8Array): void {
    this.#said = Buffer.concat([this.#said, Buffer.from(bytes)]);
    this.#tell();
  }

  end(): void {
    this.#hasEnded = true;
    this.#tell();
  }

  async logs(
    _ref: unknown,
    _step: string,
    options: { readonly from: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<LogPiece> | undefined> {
    this.asked.push(options.from);
    return this.isLive ? this.#pieces(options) : undefined;
  }

  async *#pieces({
    from,
    signal,
  }: {
    readonly from: number;
    readonly signal: AbortSignal;
  }): AsyncGenerator<LogPiece> {
    signal.addEventListener('abort', () => this.#tell());
    let at = from;
    while (!signal.aborted) {
      if (at < this.#said.length) {
        const bytes = this.#said.subarray(at, at + 1000);
        yield { offset: at, bytes };
        at += bytes.length;
      } else if (this.#hasEnded) {
        return;
      } else {
        await new Promise<void>(resolve => this.#told.push(resolve));
      }
    }
  }

  #tell() {
    this.#told.splice(0).forEach(told => told());
  }
}
