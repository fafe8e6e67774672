import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunAnswer } from './runAnswer';
import { bundled } from './testing/bundledCli';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

const shell = (script: string) => JSON.stringify(['sh', '-c', script]);
const HEAD = 'spec_version: 1\npipeline: pair\nas_of: 2001-07-01\nsteps:\n';

const execute = promisify(execFile);

describe('two processes that run one plan on one store at the same time', () => {
  let program: Awaited<ReturnType<typeof bundled>>;
  let pipeline: PipelineFolder;

  beforeAll(async () => {
    program = await bundled('killedCli.ts');
  }, 60_000);
  afterAll(() => program.remove());
  afterEach(() => pipeline.remove());

  const both = async (): Promise<RunAnswer[]> => {
    await pipeline.call('pin', 'pipeline.yaml');
    const ran = await Promise.all(
      ['one', 'two'].map(id =>
        execute(
          process.execPath,
          [program.file, 'run', 'pipeline.yaml', '--json', '--run-id', id],
          { cwd: pipeline.folder },
        ),
      ),
    );
    return ran.map(({ stdout }) => JSON.parse(stdout));
  };

  it('both succeed, and one result is adopted', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml': `${HEAD}  make: {command: ${shell('sleep 1; echo same > $TRAINYARD_OUT/made/file')}, outputs: [made]}\n`,
    });
    const [one, two] = await both();
    expect([one.status, two.status]).toEqual(['succeeded', 'succeeded']);
    expect(one.steps[0].outputs).toEqual(two.steps[0].outputs);
    const results = join(pipeline.folder, '.trainyard/results');
    const [identity] = await readdir(results);
    expect(await readdir(join(results, identity))).toEqual(['1.json']);
  });

  it('adopts the first where bytes differ, and keeps the other beside it', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml': `${HEAD}  make: {command: ${shell('sleep 1; cat /proc/sys/kernel/random/uuid > $TRAINYARD_OUT/made/file')}, outputs: [made]}\n`,
    });
    const [one, two] = await both();
    expect([one.status, two.status]).toEqual(['succeeded', 'succeeded']);
    expect(one.steps[0].outputs).toEqual(two.steps[0].outputs);
    const results = join(pipeline.folder, '.trainyard/results');
    const [identity] = await readdir(results);
    expect((await readdir(join(results, identity))).sort()).toEqual([
      '1.json',
      '2.json',
    ]);
  });
});
