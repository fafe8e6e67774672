import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { problemText } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure, type StepContext } from '@trainyard/runner';
import { identifier, literal, type Session } from '../duckdb/session';
import { judgeSql } from './judgeSql';
import { DEFAULT_LIMITS, runInSandbox } from './sandbox';
import type { SqlProblem, TreeNode } from './tree';

/** How to start a process that calls sandboxMain(), such as `[node, cli.js, '__sandbox']`. */
export type SandboxCommand = readonly string[];

/** A SELECT of the team and the name of its answer. */
export interface TeamSelect {
  readonly name: string;
  readonly sql: string;
  /** What else may be wrong with it, given the tree of the engine's parser. */
  readonly judge?: (node: TreeNode) => readonly SqlProblem[];
}

/** A relation that SELECTs may read, made by a query of ours. */
export interface Readable {
  readonly name: string;
  readonly select: string;
}

const SPILL_BYTES = 16 * 2 ** 30;

/**
 * Judges a team's SELECTs, runs them in the sandbox, and gives their answers to
 * the session as relations.
 *
 * @returns a relation by name
 * @throws StepFailure with every problem of all of them, before any has run; or
 *   with what one of them met
 */
export async function teamTables(
  session: Session,
  context: StepContext,
  command: SandboxCommand,
  selects: readonly TeamSelect[],
  readables: readonly Readable[],
): Promise<ReadonlyMap<string, string>> {
  if (selects.length === 0) return new Map();
  const names = readables.map(({ name }) => name);
  const problems: string[] = [];
  const judged = [];
  for (const { name, sql, judge } of selects) {
    const found = await judgeSql(session, sql, names);
    if (found.verdict === 'refused') {
      problems.push(...found.problems.map(problem => words(name, problem)));
    } else {
      const more = judge?.(found.select.node) ?? [];
      problems.push(...more.map(problem => words(name, problem)));
      const threads = found.needsOneThread ? 1 : context.threads;
      judged.push({ name, text: found.select.text, threads });
    }
  }
  if (problems.length > 0) throw new StepFailure(problems.join('\n'));

  const spillFolder = join(context.scratch, 'spill');
  await mkdir(spillFolder);
  const database = join(context.scratch, 'answers.duckdb');
  await runInSandbox(
    command,
    {
      database,
      spillFolder,
      threads: context.threads,
      memoryBytes: context.memoryBytes ?? halfOfTheMemory(),
      spillBytes: SPILL_BYTES,
      loads: readables.map(({ name, select }) => ({ name, select })),
      selects: judged,
    },
    DEFAULT_LIMITS,
    context.signal,
  );
  await session.run(`ATTACH ${literal(database)} AS answers (READ_ONLY)`);
  return new Map(
    selects.map(({ name }) => [name, `answers.main.${identifier(name)}`]),
  );
}

/** Of this machine, or of what its container may use. */
function halfOfTheMemory(): number {
  const allowed = process.constrainedMemory();
  const all = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
  return Math.floor(all / 2);
}

function words(name: string, problem: SqlProblem): string {
  return problemText({
    ...problem,
    file: `the SQL of ${name}`,
    path: [],
    severity: 'error',
  });
}
