import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { candidateIsolations, holds } from './isolation';

const DEADLINE_MS = 20_000;

/** Processes that were started with this text in their environment and still do something. */
async function livingOf(text: string): Promise<string[]> {
  const found = [];
  for (const pid of await fs.readdir('/proc')) {
    const file = `/proc/${pid}/environ`;
    const environment = await fs.readFile(file, 'utf8').catch(() => '');
    if (environment.includes(text)) found.push(pid);
  }
  return found;
}

/** Looks until it is so; gives the last look when it never is. */
async function lookUntil(
  text: string,
  isSo: (pids: readonly string[]) => boolean,
) {
  const deadline = performance.now() + DEADLINE_MS;
  let pids = await livingOf(text);
  while (!isSo(pids) && performance.now() < deadline) {
    await new Promise(setImmediate);
    pids = await livingOf(text);
  }
  return pids;
}

describe('a runner that is killed', () => {
  let root: string;

  beforeEach(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'trainyard-killed-'));
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  it.each([
    // The command, its child, two of a child of it, and one that has left the group.
    {
      kind: 'pid namespace',
      script: 'sleep 600 & (sleep 600 & sleep 600) & setsid sleep 600 & wait',
      least: 5,
    },
    { kind: 'dies with the runner', script: 'exec sleep 600', least: 1 },
  ] as const)(
    'takes its command along, where the machine has: $kind',
    async ({ kind, script, least }) => {
      const bundle = join(root, 'runner.cjs');
      buildSync({
        entryPoints: [join(__dirname, 'runCommand.ts')],
        bundle: true,
        platform: 'node',
        outfile: bundle,
      });
      for (const isolation of await candidateIsolations()) {
        if (!isolation.kinds.includes(kind)) continue;
        if (!(await holds(isolation))) continue;
        const own = await fs.mkdtemp(join(root, 'own-'));
        await fs.writeFile(join(own, 'params.json'), '{}');
        const request = {
          argv: ['sh', '-c', script],
          ownFolder: own,
          workFolder: own,
          inputFolder: own,
          outputFolder: own,
          paramsFile: join(own, 'params.json'),
          metricsFile: join(own, 'metrics.jsonl'),
          temporaryFolder: own,
          logFile: join(own, 'log'),
          environment: { PATH: '/usr/bin:/bin' },
          threads: 1,
          isolation,
        };
        const program = `require(process.argv[1]).runCommand({
          ...JSON.parse(process.argv[2]),
          signal: new AbortController().signal,
        })`;
        const runner = spawn(
          process.execPath,
          ['-e', program, bundle, JSON.stringify(request)],
          { stdio: 'ignore' },
        );
        const { depth } = isolation.wrapping;
        const before = await lookUntil(
          own,
          pids => pids.length >= least + depth,
        );
        runner.kill('SIGKILL');
        await once(runner, 'exit');
        expect(before.length).toBeGreaterThanOrEqual(least + depth);
        expect(await lookUntil(own, pids => pids.length === 0)).toEqual([]);
      }
    },
    3 * DEADLINE_MS,
  );
});
