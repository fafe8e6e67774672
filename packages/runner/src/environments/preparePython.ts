import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  digestOfJson,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Isolation } from '../commands/isolation';
import { claimBuild, findComplete, type BuildClaim } from './environmentBuilds';
import { hasRequirements } from './checkRequirements';
import { adviseOnPip, adviseOnVenv } from './installAdvice';
import type { Interpreter } from './resolveInterpreter';
import { runTool, type ToolEnd } from './runTool';

export interface PythonRequest {
  /** Checked by checkRequirements: every package with its version and hashes. */
  readonly requirementsText: string;
  readonly requirementsDigest: Digest;
  readonly interpreter: Interpreter;
  readonly cacheFolder: string;
  readonly isolation: Isolation;
  /** One line for a person who waits. */
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

export type PythonOutcome =
  | {
      readonly outcome: 'ready';
      /** Whether it lay there already. */
      readonly made: 'now' | 'before';
      /** Holds `python`. */
      readonly bin: string;
      /** What a command finds it by. */
      readonly variables: Readonly<Record<string, string>>;
    }
  | { readonly outcome: 'failed'; readonly because: string };

const LOOK_AGAIN_MS = 200;

/**
 * A virtual environment with exactly what a requirements lock names, made once a
 * machine and kept for every run. Of processes that want the same one at the same
 * time one makes it and the others wait; what a killed one left behind is removed.
 *
 * @throws the signal's reason when it is aborted
 */
export async function preparePython(
  request: PythonRequest,
): Promise<PythonOutcome> {
  const { requirementsDigest, interpreter, cacheFolder, onProgress } = request;
  const { version, platform } = interpreter;
  const key = digestOfJson({ requirementsDigest, version, platform });
  const folder = join(cacheFolder, 'environments', shorten(key));
  await mkdir(folder, { recursive: true });
  for (let waits = 0; ; waits++) {
    request.signal.throwIfAborted();
    const complete = await findComplete(folder);
    if (complete) return ready(complete, 'before');
    const claim = await claimBuild(folder);
    if (claim.outcome === 'claimed') return build(request, claim.claim);
    if (waits === 0) {
      onProgress(
        `waiting for process ${claim.by.pid}, which makes the same Python environment`,
      );
    }
    await pause(LOOK_AGAIN_MS, undefined, { signal: request.signal });
  }
}

/** Scripts of an environment begin with its path, and systems cut long first lines. */
function shorten(key: Digest) {
  return key.replace(/^sha256:/, '').slice(0, 24);
}

async function build(
  request: PythonRequest,
  claim: BuildClaim,
): Promise<PythonOutcome> {
  const { interpreter, onProgress } = request;
  const { environment } = claim;
  try {
    onProgress(
      `making a Python ${interpreter.version} environment, once for this requirements lock`,
    );
    const venv = await tool(request, [
      interpreter.path,
      ...['-I', '-m', 'venv', '--without-pip', environment],
    ]);
    if (venv.exitCode !== 0) {
      return failed(venv, adviseOnVenv(venv.lastLines, interpreter));
    }
    if (hasRequirements(request.requirementsText)) {
      const lock = join(environment, 'requirements.lock');
      await writeFile(lock, request.requirementsText);
      const failure = await install(request, environment, lock);
      if (failure) return failure;
    }
    return ready(await claim.complete(), 'now');
  } finally {
    await claim.release();
  }
}

/**
 * Installs with the pip of the interpreter, which takes seconds less than making
 * one for the environment and leaves nothing in it that the lock does not name.
 * Where that pip is missing or too old, the environment gets its own.
 */
async function install(
  request: PythonRequest,
  environment: string,
  lock: string,
): Promise<PythonOutcome | undefined> {
  const { interpreter } = request;
  const python = join(environment, 'bin', 'python');
  const what = [
    ...['install', '--no-input', '--disable-pip-version-check'],
    ...['--progress-bar', 'off', '--require-hashes'],
    ...['--only-binary', ':all:', '--requirement', lock],
  ];
  let pip = await tool(request, [
    ...[interpreter.path, '-I', '-m', 'pip', '--python', python],
    ...what,
  ]);
  if (pip.exitCode !== 0 && NO_FIT_PIP.test(pip.lastLines.join('\n'))) {
    const ensured = await tool(request, [python, '-I', '-m', 'ensurepip']);
    if (ensured.exitCode !== 0) {
      return failed(ensured, adviseOnVenv(ensured.lastLines, interpreter));
    }
    pip = await tool(request, [python, '-I', '-m', 'pip', ...what]);
  }
  return pip.exitCode === 0
    ? undefined
    : failed(pip, adviseOnPip(pip.lastLines, interpreter));
}

/** `--python` came with pip 22.3. */
const NO_FIT_PIP = /No module named pip|no such option: --python/;

async function tool(
  { isolation, signal, onProgress }: PythonRequest,
  argv: readonly string[],
): Promise<ToolEnd> {
  const end = await runTool({
    argv,
    environment: toolEnvironment(),
    isolation,
    signal,
    onLine: line => {
      // Without the path of the lock, which a person has never heard of.
      if (WORTH_TELLING.test(line)) onProgress(line.replace(/ \(from .*/, ''));
    },
  });
  signal.throwIfAborted();
  return end;
}

const WORTH_TELLING =
  /^(Collecting|Installing collected|Successfully installed) /;

/** The person's own, which knows registries and proxies, without what would install elsewhere. */
function toolEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !ELSEWHERE.test(entry[0]),
    ),
  );
}

const ELSEWHERE =
  /^(PYTHON.*|VIRTUAL_ENV|__PYVENV_LAUNCHER__|PIP_(USER|TARGET|PREFIX|ROOT|REQUIREMENT|CONSTRAINT|NO_BINARY|REQUIRE_VIRTUALENV|DRY_RUN|NO_DEPS|LOG))$/;

const SYSTEM_PATH =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function ready(environment: string, made: 'now' | 'before'): PythonOutcome {
  const bin = join(environment, 'bin');
  return {
    outcome: 'ready',
    made,
    bin,
    variables: { PATH: `${bin}:${SYSTEM_PATH}`, VIRTUAL_ENV: environment },
  };
}

function failed({ lastLines }: ToolEnd, advice: string): PythonOutcome {
  const said = lastLines.slice(-8).join('\n');
  return { outcome: 'failed', because: `${said}\n${advice}`.trim() };
}
