import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

/** A pipeline whose steps are shell scripts: quick, and needs nothing installed. */
const HEAD = `spec_version: 1
pipeline: own
as_of: 2001-07-01
`;

const shell = (script: string) => JSON.stringify(['sh', '-c', script]);

describe('trainyard run, of a pipeline with own steps', () => {
  let pipeline: PipelineFolder;

  const begin = async (
    steps: string,
    files: Record<string, string> = {},
    environment: Record<string, string> = {},
  ) => {
    pipeline = await pipelineFolder(
      { 'pipeline.yaml': `${HEAD}${steps}`, ...files },
      environment,
    );
    return pipeline;
  };

  afterEach(() => pipeline.remove());

  const CHAIN = `steps:
  make:
    command: ${shell('echo made > $TRAINYARD_OUT/given/file; echo \'{"name":"size","value":4}\' > $TRAINYARD_METRICS')}
    outputs: [given]
  use:
    command: ${shell('cat $TRAINYARD_IN/given/file > $TRAINYARD_OUT/copy/file')}
    inputs: {given: make/given}
    outputs: [copy]
`;

  it('hands outputs on, keeps metrics, and reuses all of it the second time', async () => {
    await begin(CHAIN);
    const first = await pipeline.run();
    expect(first).toMatchObject({
      code: 0,
      status: 'succeeded',
      steps: [
        { id: 'make', status: 'succeeded' },
        { id: 'use', status: 'succeeded' },
      ],
      metrics: { 'make.size': 4 },
    });
    expect(first.steps[0].outputs.given).toBe(first.steps[1].outputs.copy);

    const second = await pipeline.run();
    expect(second.steps.map(({ status }) => status)).toEqual([
      'reused',
      'reused',
    ]);
    expect(second.steps.map(({ outputs }) => outputs)).toEqual(
      first.steps.map(({ outputs }) => outputs),
    );
  });

  it('keeps namespaces apart, also where their work is the same', async () => {
    await begin(CHAIN);
    await pipeline.run('--run-id', 'ours');
    await pipeline.write({
      'pipeline.yaml': `${HEAD}namespace: other\n${CHAIN}`,
    });
    const theirs = await pipeline.run('--run-id', 'ours');
    expect(theirs.steps.map(({ status }) => status)).toEqual([
      'succeeded',
      'succeeded',
    ]);
    const list = async (...more: string[]) => {
      const { out } = await pipeline.call('show', '--json', ...more);
      return JSON.parse(out).map((run: { namespace: string }) => run.namespace);
    };
    expect(await list()).toEqual(['default']);
    expect(await list('--namespace', 'other')).toEqual(['other']);
  });

  it('never reuses a step that looks at the world', async () => {
    await begin(`steps:
  look: {command: ${shell('true')}, measured: true}
`);
    await pipeline.run();
    const second = await pipeline.run();
    expect(second.steps[0]).toMatchObject({
      status: 'succeeded',
      measured: true,
    });
  });

  it('takes exit code 10 as a decision: exit 10, not tried again, and a block again when reused', async () => {
    await begin(`steps:
  judge: {command: ${shell('echo too few rows; exit 10')}, retries: 3}
  after: {command: ${shell('true')}, needs: [judge]}
  tell: {command: ${shell('true')}, needs: [judge], tolerates: [judge]}
`);
    const statuses = async () => {
      const { code, steps } = await pipeline.run();
      return [code, ...steps.map(({ id, status }) => `${id} ${status}`)];
    };
    expect(await statuses()).toEqual([
      10,
      'judge blocked',
      'after skipped',
      'tell succeeded',
    ]);
    expect(await statuses()).toEqual([
      10,
      'judge blocked',
      'after skipped',
      'tell reused',
    ]);
  });

  it('tries a failed step again as often as it may', async () => {
    await begin(`steps:
  flaky: {command: ${shell('test -e $TRAINYARD_IN/../../flag || exit 3')}, retries: 1}
`);
    const { code, steps, runId } = await pipeline.run('--run-id', 'flaky');
    expect([code, steps[0].status]).toEqual([1, 'failed']);
    const tries = await readdir(
      join(pipeline.folder, '.trainyard/runs', runId, '1/flaky'),
    );
    expect(tries.filter(name => /^\d+\.json$/.test(name)).sort()).toEqual([
      '1.json',
      '2.json',
    ]);
  });

  it.each([
    ['exits 1', 'echo the disk is on fire; exit 1', 'the disk is on fire'],
    ['writes nothing', 'true', 'wrote nothing to $TRAINYARD_OUT/made'],
    ['is killed', 'kill -9 $$', 'was ended by SIGKILL'],
    [
      'reports a metric that is no number',
      'touch $TRAINYARD_OUT/made/x; echo \'{"name":"a","value":NaN}\' > $TRAINYARD_METRICS',
      'expected a finite number',
    ],
    [
      'leaves a link among its outputs',
      'ln -s /etc/passwd $TRAINYARD_OUT/made/link',
      'symbolic link',
    ],
  ])('says why a command failed that %s', async (_, script, words) => {
    await begin(`steps:
  bad: {command: ${shell(script)}, outputs: [made]}
`);
    await pipeline.call('pin', 'pipeline.yaml');
    const { code, err } = await pipeline.call('run', 'pipeline.yaml');
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('does not let a command change its inputs or its code', async () => {
    await begin(
      `steps:
  make: {command: ${shell('echo a > $TRAINYARD_OUT/given/file')}, outputs: [given]}
  touch:
    command: ${shell('chmod -R u+w $TRAINYARD_IN . ; echo b > $TRAINYARD_IN/given/file; echo c > script.sh; true')}
    inputs: {given: make/given}
    runtime: {code: code/}
`,
      { 'code/script.sh': 'true\n' },
    );
    const ran = await pipeline.run();
    const given = ran.steps[0].outputs.given;
    // Where a mount namespace kept them from harm the command may go on; else it was found out.
    const { code, out } = await pipeline.call('verify', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).findings).toEqual([]);
    const again = await pipeline.run();
    expect(again.steps[0].outputs.given).toBe(given);
  });

  it('gives secrets to commands, and keeps them out of everything that is sealed', async () => {
    await begin(
      `secrets: {TOKEN: {env: TRAINYARD_TEST_TOKEN}}
steps:
  talk: {command: ${shell('echo "token $TOKEN"; test -n "$TOKEN"')}}
`,
      {},
      { TRAINYARD_TEST_TOKEN: 'correct-horse-battery' },
    );
    const { code } = await pipeline.run();
    expect(code).toBe(0);
    const store = join(pipeline.folder, '.trainyard');
    const files = await readdir(store, {
      recursive: true,
      withFileTypes: true,
    });
    for (const file of files.filter(entry => entry.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      expect(text).not.toContain('correct-horse-battery');
    }
  });

  it('names a secret that is not there, and starts nothing', async () => {
    await begin(`secrets: {TOKEN: {env: TRAINYARD_NO_SUCH_TOKEN}}
steps:
  talk: {command: ${shell('true')}}
`);
    await pipeline.call('pin', 'pipeline.yaml');
    const { code, err } = await pipeline.call('run', 'pipeline.yaml');
    expect(code).toBe(1);
    expect(err).toContain('TRAINYARD_NO_SUCH_TOKEN');
  });

  it('refuses a run id in use, and resuming it with another plan', async () => {
    await begin(CHAIN);
    await pipeline.run('--run-id', 'mine');
    const again = await pipeline.call(
      ...['run', 'pipeline.yaml', '--run-id', 'mine'],
    );
    expect([again.code, again.out]).toEqual([2, '']);
    expect(again.err).toContain('in use');

    await pipeline.write({
      'pipeline.yaml': `${HEAD}${CHAIN}`.replace('echo made', 'echo more'),
    });
    const other = await pipeline.call(
      ...['run', 'pipeline.yaml', '--run-id', 'mine', '--resume'],
    );
    expect(other.code).toBe(2);
    expect(other.err).toContain('another plan');
  });

  it('says what differs when a source changed after pinning', async () => {
    await begin(
      `sources: {numbers: {path: data/numbers.csv}}
steps:
  read: {command: ${shell('cat $TRAINYARD_IN/numbers/numbers.csv > $TRAINYARD_OUT/copy/file')}, inputs: {numbers: "source:numbers"}, outputs: [copy]}
`,
      { 'data/numbers.csv': 'a\n1\n' },
    );
    await pipeline.run();
    await pipeline.write({ 'data/numbers.csv': 'a\n2\n' });
    const { code, err } = await pipeline.call('run', 'pipeline.yaml');
    expect(code).toBe(2);
    expect(err).toMatch(
      /data\/numbers\.csv: expected sha256 [0-9a-f]{64}, found sha256 [0-9a-f]{64}/,
    );
    expect(err).toContain('trainyard pin');
  });

  it('runs from the store when a copied source is gone', async () => {
    await begin(
      `sources: {numbers: {path: data/numbers.csv}}
steps:
  read: {command: ${shell('cat $TRAINYARD_IN/numbers/numbers.csv > $TRAINYARD_OUT/copy/file')}, inputs: {numbers: "source:numbers"}, outputs: [copy], measured: true}
`,
      { 'data/numbers.csv': 'a\n1\n' },
    );
    const first = await pipeline.run();
    await rm(join(pipeline.folder, 'data/numbers.csv'));
    const { code, out } = await pipeline.call(
      ...['run', 'pipeline.yaml', '--json'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).steps[0].outputs).toEqual(first.steps[0].outputs);
  });
});
