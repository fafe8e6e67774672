import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

const shell = (script: string) => JSON.stringify(['sh', '-c', script]);

const noisy = (digits: number, more = '') => `spec_version: 1
pipeline: again
as_of: 2001-07-01
${more}steps:
  still: {command: ${shell('echo same > $TRAINYARD_OUT/made/file')}, outputs: [made]}
  noisy:
    command: ${shell(
      `noise=$(tr -dc 0-9 < /proc/sys/kernel/random/uuid | cut -c1-${digits})
echo $noise > $TRAINYARD_OUT/model/file
echo "{\\"name\\": \\"loss\\", \\"value\\": 0.5$noise}" > $TRAINYARD_METRICS`,
    )}
    inputs: {given: still/made}
    outputs: [model]
`;

describe('trainyard reproduce', () => {
  let pipeline: PipelineFolder;
  afterEach(() => pipeline.remove());

  const reproduced = async (specification: string) => {
    pipeline = await pipelineFolder({ 'pipeline.yaml': specification });
    const { runId } = await pipeline.run();
    const { code, out } = await pipeline.call('reproduce', runId, '--json');
    return { code, original: runId, ...JSON.parse(out) };
  };

  it('says identical, having reused nothing', async () => {
    const answer = await reproduced(
      `spec_version: 1\npipeline: again\nas_of: 2001-07-01\nsteps:\n  still: {command: ${shell('echo same > $TRAINYARD_OUT/made/file')}, outputs: [made]}\n`,
    );
    expect(answer).toMatchObject({ code: 0, verdict: 'identical' });
    const { out } = await pipeline.call('show', answer.runId, '--json');
    expect(JSON.parse(out).steps).toMatchObject([{ status: 'succeeded' }]);
  });

  it('says diverged and names the step that writes noise', async () => {
    expect(await reproduced(noisy(6))).toMatchObject({
      code: 1,
      verdict: 'diverged',
      first: { step: 'noisy' },
    });
  });

  it('says within band where the noise stays inside it', async () => {
    const answer = await reproduced(
      noisy(6, 'reproduction: {bands: {noisy.loss: {absolute: 0.11}}}\n'),
    );
    expect(answer).toMatchObject({ code: 0, verdict: 'within band' });
  });

  it('repeats the sealed bundle, whatever became of the folder since', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml': `spec_version: 1
pipeline: again
as_of: 2001-07-01
sources: {numbers: {path: data/numbers.csv}}
steps:
  code: {command: [sh, make.sh], inputs: {numbers: "source:numbers"}, outputs: [made], runtime: {code: code/}}
`,
      'data/numbers.csv': 'a\n1\n',
      'code/make.sh':
        'cat $TRAINYARD_IN/numbers/* > $TRAINYARD_OUT/made/file\n',
    });
    const { runId } = await pipeline.run();
    await pipeline.write({
      'data/numbers.csv': 'a\n2\n',
      'code/make.sh': 'exit 1\n',
      'pipeline.yaml': 'spec_version: 1\n',
    });
    const { code, out } = await pipeline.call('reproduce', runId, '--json');
    expect([code, JSON.parse(out).verdict]).toEqual([0, 'identical']);
  });

  it('finds a source that is pinned by digest only beside the store, also of another namespace', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml': `spec_version: 1
pipeline: again
namespace: other
as_of: 2001-07-01
sources: {numbers: {path: data/numbers.csv, pin: sha256}}
steps:
  copy: {command: ${shell('cat $TRAINYARD_IN/numbers/* > $TRAINYARD_OUT/made/file')}, inputs: {numbers: "source:numbers"}, outputs: [made]}
`,
      'data/numbers.csv': 'a\n1\n',
    });
    const { runId } = await pipeline.run();
    const { code, out, err } = await pipeline.call(
      ...['reproduce', runId, '--namespace', 'other', '--json'],
    );
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    expect(JSON.parse(out).verdict).toBe('identical');
  });
});
