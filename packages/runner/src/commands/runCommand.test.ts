import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  candidateIsolations,
  holds,
  NO_ISOLATION,
  type Isolation,
} from './isolation';
import { runCommand, type CommandRequest } from './runCommand';

const PATH = '/usr/local/bin:/usr/bin:/bin';

/** Processes that were started with this text in their environment. */
async function processesOf(text: string): Promise<string[]> {
  const found = [];
  for (const pid of await fs.readdir('/proc')) {
    const file = `/proc/${pid}/environ`;
    const environment = await fs.readFile(file, 'utf8').catch(() => '');
    if (environment.includes(text)) found.push(pid);
  }
  return found;
}

describe('runCommand', () => {
  let root: string;
  let request: Omit<CommandRequest, 'isolation'>;
  const all: Isolation[] = [];

  beforeAll(async () => {
    for (const isolation of await candidateIsolations()) {
      if (await holds(isolation)) all.push(isolation);
    }
  });

  beforeEach(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'trainyard command '));
    const own = join(root, 'own');
    for (const folder of [
      'in/rows',
      'code',
      'out/model',
      'scratch',
      'points',
    ]) {
      await fs.mkdir(join(own, folder), { recursive: true });
    }
    await fs.writeFile(join(own, 'params.json'), '{}');
    await fs.writeFile(join(own, 'code/step.sh'), 'echo code');
    await fs.writeFile(join(own, 'in/rows/a.txt'), 'row');
    request = {
      argv: ['true'],
      ownFolder: own,
      workFolder: join(own, 'code'),
      inputFolder: join(own, 'in'),
      outputFolder: join(own, 'out'),
      paramsFile: join(own, 'params.json'),
      metricsFile: join(own, 'metrics.jsonl'),
      checkpointFolder: join(own, 'points'),
      temporaryFolder: join(own, 'scratch'),
      logFile: join(own, 'log'),
      environment: { PATH },
      threads: 2,
      graceSeconds: 0.1,
      signal: new AbortController().signal,
    };
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  const log = () => fs.readFile(request.logFile, 'utf8');

  /** The same promise under every isolation that this machine has. */
  async function underEach(
    test: (run: typeof start, isolation: Isolation) => Promise<void>,
    only: (isolation: Isolation) => boolean = () => true,
  ) {
    for (const isolation of all.filter(only)) {
      await fs.rm(request.logFile, { force: true });
      await test(more => start({ isolation, ...more }), isolation);
      expect(await processesOf(root)).toEqual([]);
    }
  }

  function start(more: Partial<CommandRequest>) {
    return runCommand({ isolation: all[0], ...request, ...more });
  }

  const shell = (script: string, ...words: string[]) => ({
    argv: ['sh', '-c', script, 'sh', ...words],
  });

  it('tells how a command ended', () =>
    underEach(async (run, isolation) => {
      for (const exitCode of [0, 1, 10]) {
        expect(await run(shell(`exit ${exitCode}`))).toMatchObject({
          exitCode,
          signal: null,
          timedOut: false,
          isolation: isolation.kinds,
        });
      }
      expect(await run(shell('kill -SEGV $$'))).toMatchObject({
        exitCode: null,
        signal: 'SIGSEGV',
      });
    }));

  it('keeps both streams in order', () =>
    underEach(async run => {
      await run(shell('echo one; echo two >&2; echo three'));
      expect(await log()).toBe('one\ntwo\nthree\n');
    }));

  it('gives words on as they are', () =>
    underEach(async run => {
      const words = ['a b', '$(touch x)', "it's", '"', '\\', 'l\ni', '-e', '*'];
      await run({ argv: ['printf', '[%s]', ...words] });
      expect(await log()).toBe(words.map(word => `[${word}]`).join(''));
    }));

  it('starts in the code and finds its folders', () =>
    underEach(async run => {
      const { exitCode } = await run({
        argv: [
          'sh',
          '-ec',
          `sh ./step.sh
         cat "$TRAINYARD_IN/rows/a.txt" "$TRAINYARD_PARAMS"
         echo m > "$TRAINYARD_OUT/model/m"
         echo '{}' >> "$TRAINYARD_METRICS"
         echo t > "$TMPDIR/t"; echo h > "$HOME/h"
         mkdir "$TRAINYARD_CHECKPOINT/.1" && rmdir "$TRAINYARD_CHECKPOINT/.1"
         mv "$TMPDIR/t" "$TRAINYARD_OUT/model/t"`,
        ],
      });
      expect(await log()).toBe('code\nrow{}');
      expect(exitCode).toBe(0);
      expect(await fs.readdir(join(request.outputFolder, 'model'))).toEqual([
        'm',
        't',
      ]);
      await fs.rm(request.metricsFile);
    }));

  it('shows nothing of our own environment', () =>
    underEach(async run => {
      process.env.OUR_CREDENTIAL = 'secret';
      try {
        await run({
          argv: ['env'],
          environment: { PATH, TOKEN: 'given', HOME: '/root' },
        });
      } finally {
        delete process.env.OUR_CREDENTIAL;
      }
      const lines = (await log()).trim().split('\n');
      const found = Object.fromEntries(lines.map(line => line.split('=')));
      for (const ofTheShell of ['PWD', 'OLDPWD', 'SHLVL', '_']) {
        delete found[ofTheShell];
      }
      expect(found).toMatchObject({
        PATH,
        TOKEN: 'given',
        HOME: request.temporaryFolder,
        TZ: 'UTC',
        OMP_NUM_THREADS: '2',
      });
      const others = Object.keys(found).filter(name => !KNOWN.test(name));
      expect(others).toEqual([]);
    }));
  const KNOWN =
    /^(PATH|TOKEN|HOME|TMPDIR|LANG|TZ|PYTHON\w+|\w+_(NUM|MAX|MAXIMUM)_THREADS|TRAINYARD_(IN|OUT|PARAMS|METRICS|CHECKPOINT))$/;

  it('says which program is missing', () =>
    underEach(async run => {
      expect(await run({ argv: ['no-such'] })).toMatchObject({ exitCode: 127 });
      expect(await log()).toContain(`no such program on the command's PATH`);
      await run({ argv: ['./step.sh'] });
      expect(await log()).toContain('not executable: run chmod +x');
    }));

  it('takes no word for one of the shell', () =>
    underEach(async run => {
      const { exitCode } = await run({ argv: ['exit', '0'] });
      expect(exitCode).toBe(127);
    }));

  it('reads nothing from a person', () =>
    underEach(async run => {
      await run({ argv: ['cat'] });
      expect(await log()).toBe('');
    }));

  it('asks a command to end when its time is over', () =>
    underEach(async run => {
      const end = await run({
        ...shell(
          'trap "echo asked; exit 3" TERM; while :; do sleep 0.01; done',
        ),
        timeoutSeconds: 0.1,
        graceSeconds: 30,
      });
      expect(await log()).toContain('asked');
      expect(end).toMatchObject({ exitCode: 3, timedOut: true });
    }));

  it('ends by force who will not, and their children', () =>
    underEach(async run => {
      const stubborn = 'trap "" TERM; while :; do sleep 0.01; done';
      const end = await run({
        ...shell(`(${stubborn}) & ${stubborn}`),
        timeoutSeconds: 0.1,
      });
      expect(end).toMatchObject({ signal: 'SIGKILL', timedOut: true });
      expect(end.cpuSeconds).toBeNull();
    }));

  it('ends a command that is called off', () =>
    underEach(async run => {
      const controller = new AbortController();
      const ended = run({
        ...shell('echo up; exec sleep 600'),
        signal: controller.signal,
      });
      while ((await log().catch(() => '')) === '') await nextTurn();
      controller.abort();
      expect(await ended).toMatchObject({ signal: 'SIGTERM', timedOut: false });
    }));

  it('starts nothing that was called off before', () =>
    underEach(async run => {
      await run({ ...shell('echo up'), signal: AbortSignal.abort() });
      expect(await log()).toBe('');
    }));

  it('leaves no process in the group behind', () =>
    underEach(async run => {
      const { exitCode } = await run(
        shell('trap "" TERM; sleep 600 & echo $!'),
      );
      expect(exitCode).toBe(0);
    }));

  it('leaves none behind that left the group, where there is a pid namespace', () =>
    underEach(
      async run => {
        const { exitCode } = await run(shell('setsid sleep 600 & echo $!'));
        expect(exitCode).toBe(0);
      },
      ({ kinds }) => kinds.includes('pid namespace'),
    ));

  it('measures processor time of children too', () =>
    underEach(async run => {
      const busy = 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done';
      const { cpuSeconds, wallSeconds } = await run(
        shell(`sh -c '${busy}'; :`),
      );
      expect(cpuSeconds).toBeGreaterThan(0);
      expect(wallSeconds).toBeGreaterThan(0);
    }));

  it('measures the memory of the command, whatever is around it', () =>
    underEach(
      async run => {
        const MIB = 1024 * 1024;
        const script = `Buffer.alloc(${150 * MIB}, 1); setTimeout(() => {}, 600)`;
        const { peakMemoryBytes } = await run({
          argv: [process.execPath, '-e', script],
        });
        expect(peakMemoryBytes).toBeGreaterThan(150 * MIB);
        expect(peakMemoryBytes).toBeLessThan(600 * MIB);
      },
      isolation => isolation === all[0] || isolation === NO_ISOLATION,
    ));

  it('closes the disk but for the own folder, where there is a mount namespace', () =>
    underEach(
      async (run, isolation) => {
        const latest = join(request.checkpointFolder ?? '', 'latest');
        await fs.mkdir(latest, { recursive: true });
        await fs.writeFile(join(latest, 'state'), 'sealed');
        const files = [
          'step.sh',
          `${request.inputFolder}/rows/a.txt`,
          `${request.inputFolder}/new`,
          `${request.paramsFile}`,
          `${latest}/state`,
          `${root}/outside`,
          '/tmp/trainyard-outside',
          '/etc/trainyard-outside',
        ];
        const { exitCode } = await run(
          shell(
            'for f in "$@"; do if true > "$f"; then echo "wrote $f"; fi; done 2> "$TMPDIR/said"',
            ...files,
          ),
        );
        expect(exitCode).toBe(0);
        expect(await log()).toBe('');
        expect(isolation.kinds).toContain('mount namespace');
      },
      ({ kinds }) => kinds.includes('mount namespace'),
    ));

  it('refuses to go on without the promised isolation', async () => {
    const [isolation] = all;
    if (!isolation?.hostMounts) return;
    const wrapping = { ...isolation.wrapping, mount: '/bin/false' };
    await expect(
      start({ isolation: { ...isolation, wrapping }, ...shell('echo up') }),
    ).rejects.toThrow(`a command's surroundings were not made`);
    expect(await log()).toBe('');
  });

  it('starts a command though a mount of the host is gone since', async () => {
    await underEach(
      async (run, isolation) => {
        const { hostMounts = [] } = isolation;
        const gone = { path: '/trainyard-nowhere', flags: [] };
        const end = await run({
          isolation: { ...isolation, hostMounts: [...hostMounts, gone] },
        });
        expect(end.exitCode).toBe(0);
      },
      ({ hostMounts }) => hostMounts !== undefined,
    );
  });
});

function nextTurn() {
  return new Promise(setImmediate);
}
