import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session, literal } from '../duckdb/session';
import { bundleSandbox } from '../testing/sandboxBundle';
import { DEFAULT_LIMITS, runInSandbox } from './sandbox';
import type { SandboxJob } from './sandboxJob';

// Generous: the machine may be busy.
jest.setTimeout(60_000);

/**
 * Texts here go to the sandbox without having been judged: what the judgement
 * refuses must not harm anybody either.
 */
describe('the sandbox', () => {
  let bundle: Awaited<ReturnType<typeof bundleSandbox>>;
  let folder: string;
  let source: string;
  let spillFolder: string;

  beforeAll(async () => {
    bundle = await bundleSandbox();
  });

  afterAll(() => bundle.remove());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-sandbox-test-'));
    spillFolder = join(folder, 'spill');
    await mkdir(spillFolder);
    source = join(folder, 'source.csv');
    await writeFile(source, 'id,name\n1,one\n2,two\n');
  });

  afterEach(() => rm(folder, { recursive: true }));

  interface Wanted {
    readonly job?: Partial<SandboxJob>;
    readonly limits?: Partial<typeof DEFAULT_LIMITS>;
    readonly signal?: AbortSignal;
    readonly command?: readonly string[];
  }

  const run = (
    text: string,
    { job, limits, signal, command }: Wanted = {},
  ): Promise<void> =>
    runInSandbox(
      command ?? bundle.command,
      {
        database: join(folder, 'answers.duckdb'),
        spillFolder,
        threads: 2,
        memoryBytes: 2 ** 28,
        spillBytes: 2 ** 24,
        loads: [
          {
            name: 'names',
            select: `SELECT * FROM read_csv(${literal(source)})`,
          },
        ],
        selects: [{ name: 'answer', text, threads: 2 }],
        ...job,
      },
      { ...DEFAULT_LIMITS, ...limits },
      signal ?? new AbortController().signal,
    );

  async function answers(relation = 'answer') {
    const session = await Session.open({ threads: 1, scratch: folder });
    try {
      const file = literal(join(folder, 'answers.duckdb'));
      await session.run(`ATTACH ${file} AS answers (READ_ONLY)`);
      return await session.rows(`FROM answers.${relation}`);
    } finally {
      session.close();
    }
  }

  it('answers from what was loaded, in UTC', async () => {
    await run(
      `SELECT id, name, strftime(TIMESTAMPTZ '2001-01-01 00:00:00+00', '%H') AS h FROM names`,
    );
    expect(await answers()).toEqual([
      { id: '1', name: 'one', h: '00' },
      { id: '2', name: 'two', h: '00' },
    ]);
  });

  it('runs a SELECT on the threads that it was given', async () => {
    const text = `SELECT current_setting('threads')::INT AS threads`;
    await run('', {
      job: {
        selects: [
          { name: 'one', text, threads: 1 },
          { name: 'two', text, threads: 2 },
        ],
      },
    });
    expect([...(await answers('one')), ...(await answers('two'))]).toEqual([
      { threads: 1 },
      { threads: 2 },
    ]);
  });

  it.each([
    [
      'a file',
      `SELECT * FROM read_text('/etc/hostname')`,
      /disabled by configuration/,
    ],
    ['a folder', `SELECT * FROM glob('/*')`, /disabled by configuration/],
    ['a file as a table', `SELECT * FROM '/etc/hostname'`, /does not exist/],
    [
      'the network',
      `SELECT * FROM read_csv('http://localhost/x.csv')`,
      /requires the extension httpfs/,
    ],
    ['the environment', `SELECT getenv('PATH')`, /does not exist/],
    [
      'COPY',
      `SELECT 1); COPY names TO '../leak.csv'; SELECT (1`,
      /disabled by configuration/,
    ],
    [
      'COPY by way of where it spills',
      `SELECT 1); COPY names TO '{spill}/../leak.csv'; SELECT (1`,
      /disabled by configuration/,
    ],
    [
      'EXPORT',
      `SELECT 1); EXPORT DATABASE '../leak.csv'; SELECT (1`,
      /disabled by configuration/,
    ],
    [
      'ATTACH',
      `SELECT 1); ATTACH '../leak.csv'; SELECT (1`,
      /disabled by configuration/,
    ],
    [
      'INSTALL',
      `SELECT 1); INSTALL httpfs; SELECT (1`,
      /disabled by configuration/,
    ],
    ['LOAD', `SELECT 1); LOAD httpfs; SELECT (1`, /disabled/],
    ['a setting', `SELECT 1); SET memory_limit = '90GB'; SELECT (1`, /locked/],
    [
      'the lock',
      `SELECT 1); SET lock_configuration = false; SELECT (1`,
      /locked/,
    ],
    [
      'access again',
      `SELECT 1); SET enable_external_access = true; SELECT (1`,
      /locked|Cannot/,
    ],
    [
      'settings that may change',
      `SELECT 1); SET allowed_configs = ['memory_limit']; SELECT (1`,
      /locked|Cannot/,
    ],
  ])('keeps a SELECT from %s', async (_, text, message) => {
    await expect(run(text.replace('{spill}', spillFolder))).rejects.toThrow(
      message,
    );
    await expect(access(join(folder, 'leak.csv'))).rejects.toThrow('ENOENT');
  });

  it('keeps a SELECT from reading its own input again', async () => {
    await expect(
      run(`SELECT * FROM read_csv(${literal(source)})`),
    ).rejects.toThrow('disabled by configuration');
  });

  it('passes no environment on', async () => {
    const entry = join(folder, 'env.cjs');
    await writeFile(
      entry,
      `process.stdout.write(JSON.stringify({ outcome: 'failed', message: Object.keys(process.env).sort().join(' ') }));`,
    );
    process.env.TRAINYARD_TEST_SECRET = 'secret';
    try {
      await expect(
        run('', { command: [process.execPath, entry] }),
      ).rejects.toThrow(/^the sandbox failed: LANG TZ$/);
    } finally {
      delete process.env.TRAINYARD_TEST_SECRET;
    }
  });

  it('says which SELECT failed, and on which line of its own', async () => {
    await expect(run('SELECT id,\n  nmae\nFROM names')).rejects.toThrow(
      /^the SQL of answer failed: Binder Error: .*"nmae" not found[^]*LINE 2:/,
    );
  });

  it('stops what needs more memory than there is', async () => {
    await expect(
      run(
        `SELECT md5(a.range::VARCHAR || b.range) AS b FROM range(100000) a, range(1000) b ORDER BY b`,
        { job: { memoryBytes: 2 ** 26, spillBytes: 2 ** 20 } },
      ),
    ).rejects.toThrow(
      /^the SQL of answer needs more than 0.06 GiB of memory and 0 GiB of scratch\./,
    );
  });

  it('stops what does not end', async () => {
    await expect(
      run(
        `WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT 1 FROM r) SELECT max(a) AS a FROM r`,
        {
          limits: { seconds: 0.5 },
        },
      ),
    ).rejects.toThrow('the SQL still ran after 0.5 seconds and was stopped.');
  });

  it('stops an answer that fills the disk', async () => {
    await expect(
      run(
        `SELECT md5(a.range::VARCHAR || b.range) AS a FROM range(1000000) a, range(1000) b`,
        {
          limits: { answerBytes: 2 ** 22 },
        },
      ),
    ).rejects.toThrow(
      'the answers of the SQL grew beyond 0 GiB and were stopped.',
    );
  });

  it('ends when the step is stopped', async () => {
    const stop = new AbortController();
    const endless = run(
      `SELECT sum(a.range * b.range) AS s FROM range(10000000) a, range(10000) b`,
      {
        signal: stop.signal,
      },
    );
    setImmediate(() => stop.abort(new Error('stopped by a person')));
    await expect(endless).rejects.toThrow('stopped by a person');
  });

  it('ends at once when whoever asked is gone, in the middle of a SELECT', async () => {
    const [program, ...argumentsOf] = bundle.command;
    const child = spawn(program, argumentsOf, { cwd: spillFolder });
    const job: SandboxJob = {
      database: join(folder, 'answers.duckdb'),
      spillFolder,
      threads: 1,
      memoryBytes: 2 ** 28,
      spillBytes: 0,
      loads: [],
      selects: [
        {
          name: 'endless',
          text: 'SELECT sum(a.range * b.range) AS s FROM range(10000000) a, range(10000) b',
          threads: 1,
        },
      ],
    };
    child.stdin.end(`${JSON.stringify(job)}\n`);
    const [, killedBy] = await once(child, 'close');
    expect(killedBy).toBe('SIGKILL');
  });

  it('says how its process ended when it ends without an answer', async () => {
    await expect(
      run('', { command: [process.execPath, '-e', 'process.exit(3)'] }),
    ).rejects.toThrow(
      'the sandbox failed: its process ended with exit code 3.',
    );
  });
});
