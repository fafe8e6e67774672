import { createInterface } from 'node:readline';
import { Session, identifier, literal } from '../duckdb/session';
import { sandboxJob, type SandboxAnswer, type SandboxJob } from './sandboxJob';
import { inParentheses } from './tree';

/**
 * The sandbox's own process: takes one job from its standard input, answers on its
 * standard output and ends.
 *
 * When the input ends early, whoever asked is gone, and so is the sandbox: at
 * once, in the middle of whatever statement runs.
 */
export function sandboxMain(): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('close', () => process.kill(process.pid, 'SIGKILL'));
  lines.once('line', async line => {
    const answer = await answerTo(sandboxJob.parse(JSON.parse(line)));
    process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
  });
}

async function answerTo(job: SandboxJob): Promise<SandboxAnswer> {
  const session = await Session.open({
    threads: job.threads,
    memoryBytes: job.memoryBytes,
    scratch: job.spillFolder,
    spillBytes: job.spillBytes,
  });
  let select: string | undefined;
  try {
    await session.run(`ATTACH ${literal(job.database)} AS answers`);
    for (const load of job.loads) {
      await session.run(
        `CREATE TABLE ${identifier(load.name)} AS ${load.select}`,
      );
    }
    await lock(session);
    for (const { name, text, threads } of job.selects) {
      select = name;
      await session.run(`SET threads = ${threads}`);
      await session.run(
        `CREATE TABLE answers.${identifier(name)} AS ${inParentheses(text)}`,
      );
    }
    select = undefined;
    await session.run('CHECKPOINT answers');
    return { outcome: 'done' };
  } catch (error) {
    return { outcome: 'failed', select, message: ownLines(error) };
  } finally {
    session.close();
  }
}

/**
 * From here on there are no files, no network, no extensions and no settings but
 * the number of threads, which a SELECT cannot change.
 */
async function lock(session: Session) {
  await session.run('SET enable_external_access = false');
  await session.run(`SET allowed_configs = ['threads']`);
  await session.run('SET lock_configuration = true');
}

/** The engine's words, with the lines counted as in the team's own file: ours has one more above. */
function ownLines(error: unknown): string {
  return String(error instanceof Error ? error.message : error).replace(
    /LINE (\d+):/g,
    (_, line) => `LINE ${Number(line) - 1}:`,
  );
}
