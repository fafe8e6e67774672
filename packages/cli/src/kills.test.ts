import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundled } from './testing/bundledCli';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';
import type { RunAnswer } from './runAnswer';

/** Found again in the environment of every process that a run starts. */
const MARK = `trainyard-kill-test-${process.pid}`;

const shell = (script: string) => JSON.stringify(['sh', '-c', script]);

const HEAD = `spec_version: 1
pipeline: killed
as_of: 2001-07-01
sources: {numbers: {path: data/numbers.csv}}
steps:
`;

/** Steps that hand on a file, each with a child that would outlive a careless runner. */
function chain(steps: number, seconds: number): string {
  const lines = Array.from({ length: steps }, (_, i) => {
    const input = i === 0 ? 'numbers: source:numbers' : `given: s${i - 1}/made`;
    const script = `# ${MARK}
sleep ${seconds} & wait
cat $TRAINYARD_IN/*/* > $TRAINYARD_OUT/made/file
echo ${i} >> $TRAINYARD_OUT/made/file`;
    return `  s${i}: {command: ${shell(script)}, inputs: {${input}}, outputs: [made]}`;
  });
  return `${HEAD}${lines.join('\n')}\n`;
}

/** Writes a checkpoint, so that its durable writes are there to be killed at. */
const CHECKPOINTS = `  deep:
    command: ${shell(
      `# ${MARK}
mkdir $TRAINYARD_CHECKPOINT/.next && echo 1 > $TRAINYARD_CHECKPOINT/.next/state
mv $TRAINYARD_CHECKPOINT/.next $TRAINYARD_CHECKPOINT/1
echo deep > $TRAINYARD_OUT/made/file`,
    )}
    needs: [s1]
    outputs: [made]
`;

/** Those of this test whose command line holds the mark; this process only holds it in memory. */
function leftProcesses(): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(MARK);
      } catch {
        return false;
      }
    });
}

/** The folder for drafts of this very process may stay: it lives. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter(entry => entry.isFile()).map(({ name }) => name);
}

type Kill = 'hit a running step' | 'hit between steps' | 'came after the end';

/** Kills a run at a moment of the first two seconds, which is about as long as it takes. */
async function killSoon(child: ChildProcess): Promise<Kill> {
  child.stderr?.resume();
  let kill: Kill = 'came after the end';
  const timer = setTimeout(
    () => {
      kill =
        leftProcesses().length > 0 ? 'hit a running step' : 'hit between steps';
      child.kill('SIGKILL');
    },
    100 + Math.random() * 1900,
  );
  await once(child, 'exit');
  clearTimeout(timer);
  return kill;
}

const linux = process.platform === 'linux' ? describe : describe.skip;
if (linux === describe.skip) {
  console.warn('NOT RUN: kills of a run, for lack of /proc');
}

linux('a killed run', () => {
  let program: Awaited<ReturnType<typeof bundled>>;
  let pipeline: PipelineFolder;
  let wanted: readonly RunAnswer['steps'][number]['outputs'][];

  beforeAll(async () => {
    program = await bundled('killedCli.ts');
  }, 60_000);
  afterAll(() => program.remove());
  afterEach(() => pipeline.remove());

  const store = (name: string) => join(pipeline.folder, `store-${name}`);

  async function lay(specification: string) {
    pipeline = await pipelineFolder({
      'pipeline.yaml': specification,
      'data/numbers.csv': 'a\n1\n',
    });
    const whole = await pipeline.run('--store', store('whole'));
    expect(whole.status).toBe('succeeded');
    wanted = whole.steps.map(({ outputs }) => outputs);
  }

  function begin(name: string, environment: Record<string, string> = {}) {
    return spawn(
      process.execPath,
      [
        program.file,
        ...['run', 'pipeline.yaml', '--run-id', 'killed', '--resume'],
        ...['--store', store(name)],
      ],
      {
        cwd: pipeline.folder,
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  }

  async function goesOn(name: string) {
    const resumed = await pipeline.call(
      ...['run', 'pipeline.yaml', '--json', '--run-id', 'killed', '--resume'],
      ...['--store', store(name)],
    );
    expect([resumed.code, resumed.code === 0 ? '' : resumed.err]).toEqual([
      0,
      '',
    ]);
    const answer: RunAnswer = JSON.parse(resumed.out);
    expect(answer.steps.map(({ outputs }) => outputs)).toEqual(wanted);

    const verified = await pipeline.call(
      ...['verify', '--json', '--store', store(name)],
    );
    expect(JSON.parse(verified.out).findings).toEqual([]);
    expect(await filesIn(join(store(name), 'drafts'))).toEqual([]);
    expect(await readdir(join(store(name), 'work'))).toEqual([]);
    expect(leftProcesses()).toEqual([]);
  }

  it('goes on to the same digests, killed before and after each kind of durable write', async () => {
    await lay(chain(2, 0) + CHECKPOINTS);
    const watched = begin('watched', { TRAINYARD_TEST_MOMENTS: '1' });
    let told = '';
    watched.stderr.on('data', piece => {
      told += piece;
    });
    await once(watched, 'close');
    // Each kind of durable write once; the actions that one consists of are the store's own test.
    const links = told
      .split('\n')
      .filter(line => /^moment .*: link$/.test(line))
      .map(line => line.slice('moment '.length));
    const moments = [...new Set(links)];
    // A store that told nothing would make this test pass without a kill.
    expect(moments).toEqual(
      expect.arrayContaining([
        'blob: link',
        'tree: link',
        'result: link',
        'run: link',
        'step manifest: link',
        'checkpoint: link',
        'attempt end: link',
      ]),
    );
    for (const moment of moments) {
      for (const side of ['before', 'after']) {
        const name = `${side}-${moment.replaceAll(/\W+/g, '-')}`;
        const child = begin(name, {
          TRAINYARD_TEST_KILL: `${side}|${moment}|1`,
        });
        child.stderr.resume();
        const [, signal] = await once(child, 'exit');
        expect([moment, side, signal]).toEqual([moment, side, 'SIGKILL']);
        await goesOn(name);
      }
    }
  }, 600_000);

  it('goes on to the same digests, killed 40 times at random', async () => {
    await lay(chain(6, 0.2));
    const kills: Kill[] = [];
    for (let round = 0; round < 40; round++) {
      kills.push(await killSoon(begin(`random-${round}`)));
      await goesOn(`random-${round}`);
    }
    const running = kills.filter(kill => kill === 'hit a running step').length;
    const late = kills.filter(kill => kill === 'came after the end').length;
    process.stderr.write(
      `of 40 kills ${running} hit a running step, ${late} came after the end\n`,
    );
    expect(running).toBeGreaterThan(0);
  }, 600_000);
});
