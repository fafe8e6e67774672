import { createInterface } from 'node:readline';
import { endTree, waitUntilGone } from '../commands/processTree';
import type { Isolation } from '../commands/isolation';
import { spawnWrapped } from '../commands/wrapper';

export interface ToolRequest {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly isolation: Isolation;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface ToolEnd {
  /** Null when it was stopped. */
  readonly exitCode: number | null;
  /** Of both streams. */
  readonly lastLines: readonly string[];
}

const KEPT_LINES = 20;

/**
 * Runs a tool of Python's own, such as pip, with the environment of the person
 * who runs us: it needs their registries and proxies. Its processes end with this
 * one, like those of a user's command.
 */
export async function runTool(request: ToolRequest): Promise<ToolEnd> {
  const { isolation, signal } = request;
  signal.throwIfAborted();
  const { child, end } = spawnWrapped(isolation.wrapping, {
    argv: request.argv,
    folder: '/',
    environment: request.environment,
    log: 'pipe',
  });
  const lastLines: string[] = [];
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', line => {
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      request.onLine(line);
    });
  }
  const stop = () => {
    if (child.pid !== undefined) endTree(child.pid, isolation.wrapping.depth);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { exitCode, started, complaints } = await end;
    if (!started) lastLines.push(complaints);
    if (child.pid !== undefined) await waitUntilGone(child.pid);
    return { exitCode, lastLines };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
