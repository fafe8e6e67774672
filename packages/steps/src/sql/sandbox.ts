import { spawn, type ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { StepFailure } from '@trainyard/runner';
import {
  sandboxAnswer,
  type SandboxAnswer,
  type SandboxJob,
} from './sandboxJob';

/** What a team's SELECTs may use. */
export interface SandboxLimits {
  /** Wall time of all of them together. */
  readonly seconds: number;
  /** Bytes that their answers may take on the disk. */
  readonly answerBytes: number;
}

export const DEFAULT_LIMITS: SandboxLimits = {
  seconds: 1800,
  answerBytes: 32 * 2 ** 30,
};

/**
 * Runs a team's SELECTs in a process and a database of their own, with an empty
 * environment: without files, network, settings or secrets (design §5). The
 * answers are tables of the job's database file.
 *
 * @param command - how to start a process that calls sandboxMain()
 * @throws StepFailure where a SELECT fails or goes beyond a limit
 */
export async function runInSandbox(
  command: readonly string[],
  job: SandboxJob,
  limits: SandboxLimits,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const [program, ...argumentsOf] = command;
  const child = spawn(program, argumentsOf, {
    cwd: job.spillFolder,
    env: { LANG: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = new StoppedFor(child);
  const onAbort = () => stop.because('aborted');
  signal.addEventListener('abort', onAbort);
  const clock = setTimeout(() => stop.because('time'), limits.seconds * 1000);
  const watch = setInterval(async () => {
    const bytes = await sizeOf(job.database);
    if (bytes > limits.answerBytes) stop.because('disk');
  }, 500);
  try {
    const answer = await answerOf(child, job);
    signal.throwIfAborted();
    if (stop.reason === 'time') throw tooSlow(limits);
    if (stop.reason === 'disk') throw tooLarge(limits);
    if (answer.outcome === 'failed') throw failureOf(answer, job);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(clock);
    clearInterval(watch);
    stop.because('done');
  }
}

/** Ends the process once; the first reason is the one that counts. */
class StoppedFor {
  reason?: 'aborted' | 'time' | 'disk' | 'done';

  constructor(private readonly child: ChildProcess) {}

  because(reason: 'aborted' | 'time' | 'disk' | 'done') {
    this.reason ??= reason;
    this.child.kill('SIGKILL');
  }
}

/** Sends the job and waits for the end of the process: its last line is the answer. */
async function answerOf(
  child: ChildProcess,
  job: SandboxJob,
): Promise<SandboxAnswer> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', text => {
    said.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', text => {
    said.err = `${said.err}${text}`.slice(-2000);
  });
  // A process that is gone before it has read the job says so by its end.
  child.stdin?.on('error', () => {});
  child.stdin?.write(`${JSON.stringify(job)}\n`);
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) =>
      resolve(killedBy ?? `exit code ${code}`),
    );
  });
  if (ended === 'exit code 0') {
    return sandboxAnswer.parse(JSON.parse(said.out));
  }
  return {
    outcome: 'failed',
    message: `its process ended with ${ended}. ${said.err}`.trim(),
  };
}

async function sizeOf(file: string): Promise<number> {
  const sizes = await Promise.all(
    [file, `${file}.wal`].map(path =>
      stat(path).then(
        found => found.size,
        () => 0,
      ),
    ),
  );
  return sizes[0] + sizes[1];
}

function failureOf(
  answer: SandboxAnswer & { outcome: 'failed' },
  job: SandboxJob,
): StepFailure {
  const what =
    answer.select === undefined ? 'the sandbox' : `the SQL of ${answer.select}`;
  if (!answer.message.includes('Out of Memory Error')) {
    return new StepFailure(`${what} failed: ${answer.message}`);
  }
  return new StepFailure(
    `${what} needs more than ${inGigabytes(job.memoryBytes)} of memory and ${inGigabytes(job.spillBytes)} of scratch. ` +
      `Look for a join without its condition, or raise resources.memory_gb. (${answer.message.split('\n')[0]})`,
  );
}

function tooSlow({ seconds }: SandboxLimits): StepFailure {
  return new StepFailure(
    `the SQL still ran after ${seconds} seconds and was stopped. Look for a join without its condition, or for a recursion without an end.`,
  );
}

function tooLarge({ answerBytes }: SandboxLimits): StepFailure {
  return new StepFailure(
    `the answers of the SQL grew beyond ${inGigabytes(answerBytes)} and were stopped. Look for a join without its condition.`,
  );
}

function inGigabytes(bytes: number): string {
  return `${Math.round((bytes / 2 ** 30) * 100) / 100} GiB`;
}
