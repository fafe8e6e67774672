import type { RunEvent } from '@trainyard/backstage-plugin-ml-training-common';
import { plainText } from './plainText';
import { durationText } from './durations';

/** Where progress goes; stderr, so that stdout stays for answers. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  tell(event: RunEvent): void;
  /** A line that is no event of a run. */
  note(line: string): void;
  stop(): void;
}

type Ended = Extract<RunEvent, { event: 'step ended' }>;

const MARKS: Record<Ended['status'], string> = {
  succeeded: '✓',
  reused: '=',
  blocked: '⛨',
  failed: '✗',
  skipped: '-',
};

/**
 * A line a step, and on a terminal a moving line below for the step at work.
 * Words carry the state; the marks only add to them.
 */
export function progressOn(stream: ProgressStream): Progress {
  const moving = stream.isTTY ? movingLine(stream) : undefined;
  const line = (text: string) => {
    moving?.clear();
    stream.write(`${text}\n`);
    moving?.draw();
  };
  return {
    note: text => line(plainText(text)),
    stop: () => moving?.stop(),
    tell(event) {
      switch (event.event) {
        case 'source staged':
          line(`  source ${event.source}: ${megabytes(event.bytes)} copied`);
          break;
        case 'step began':
          moving?.begin(event);
          break;
        case 'step said':
          moving?.said(event.line);
          break;
        case 'step ended':
          moving?.end();
          line(endedLine(event));
          for (const reason of event.because) {
            line(`      ${plainText(reason)}`);
          }
          break;
        case 'run began':
          line(`run ${event.run}, attempt ${event.attempt}`);
          break;
        default:
      }
    },
  };
}

function endedLine({ step, position, of, status, seconds }: Ended): string {
  const place = `${position}/${of}`.padStart(5);
  const took =
    status === 'skipped' || status === 'reused' ? '' : durationText(seconds);
  return `${place} ${MARKS[status]} ${step.padEnd(22)} ${status.padEnd(9)} ${took}`.trimEnd();
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** How often the moving line is drawn anew, in milliseconds. */
const TICK = 200;
const BAR_CELLS = 20;

/** A bar of the steps done, the step at work, for how long, and what it said last. */
function movingLine(stream: ProgressStream) {
  let at: Extract<RunEvent, { event: 'step began' }> | undefined;
  let began = 0;
  let last = '';
  let timer: NodeJS.Timeout | undefined;

  const clear = () => stream.write('\r\x1b[2K');
  const draw = () => {
    if (!at) return;
    const done = Math.round(((at.position - 1) / at.of) * BAR_CELLS);
    const bar = '█'.repeat(done).padEnd(BAR_CELLS, '░');
    const took = durationText((performance.now() - began) / 1000);
    const text = `  ${bar} ${at.step} ${took}  ${last}`;
    clear();
    stream.write(text.slice(0, (stream.columns ?? 80) - 1));
  };
  return {
    clear,
    draw,
    begin(event: NonNullable<typeof at>) {
      at = event;
      began = performance.now();
      last = '';
      timer ??= setInterval(draw, TICK).unref();
      draw();
    },
    said(text: string) {
      last = plainText(text);
    },
    end() {
      at = undefined;
      clear();
    },
    stop() {
      clearInterval(timer);
      if (at) clear();
    },
  };
}
