import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

describe('trainyard, given a bad specification', () => {
  let pipeline: PipelineFolder;
  afterEach(() => pipeline.remove());

  const validate = async (text: string, more: Record<string, string> = {}) => {
    pipeline = await pipelineFolder({ 'pipeline.yaml': text, ...more });
    return pipeline.call('validate', 'pipeline.yaml', '--json');
  };

  it('tells five mistakes as five problems with places, and exits 2', async () => {
    const { code, out, err } = await validate(`spec_version: 1
pipeline: Flight Delay
as_of: tomorrow
sourcez: {}
steps:
  make: {command: make, outputs: [made]}
  use: {command: [cat], inputs: {given: mkae/made}}
`);
    expect(code).toBe(2);
    expect(err).toBe('');
    const problems = JSON.parse(out).problems.filter(
      ({ severity }: { severity: string }) => severity === 'error',
    );
    expect(problems.map(({ line }: { line: number }) => line)).toEqual([
      2, 3, 4, 6, 7,
    ]);
    for (const problem of problems) {
      expect(problem).toMatchObject({
        file: 'pipeline.yaml',
        column: expect.any(Number),
        found: expect.any(String),
        expected: expect.any(String),
        advice: expect.stringMatching(/\S/),
      });
    }
  });

  it.each([
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${Array(9).fill(`*${'abcdefghi'[i]}`)}]`).join('\n')}\n`,
    ],
    [
      'a __proto__ key',
      'spec_version: 1\npipeline: a\n__proto__: {polluted: true}\n',
    ],
    [
      'tabs',
      'spec_version: 1\npipeline: a\nsteps:\n\tmake: {command: [true]}\n',
    ],
    ['a duplicate key', 'spec_version: 1\npipeline: a\npipeline: b\n'],
    ['no map at all', '- 1\n'],
    ['nothing', ''],
  ])('refuses %s with a place and no stack', async (_, text) => {
    const { code, out, err } = await validate(text);
    expect(code).toBe(2);
    const { problems } = JSON.parse(out);
    expect(problems[0]).toMatchObject({ file: 'pipeline.yaml' });
    expect(`${out}${err}`).not.toMatch(/\n\s+at /);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('names the included file that is not there, and where it is asked for', async () => {
    const { code, out } = await validate(
      'spec_version: 1\npipeline: a\nsteps: {file: steps.yaml}\n',
    );
    expect(code).toBe(2);
    expect(JSON.parse(out).problems).toContainEqual(
      expect.objectContaining({ file: 'pipeline.yaml', line: 3 }),
    );
  });

  it('finds no fault with a pipeline that was pinned', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml':
        'spec_version: 1\npipeline: a\nas_of: 2001-07-01\nsteps: {make: {command: [make]}}\n',
    });
    await pipeline.call('pin', 'pipeline.yaml');
    expect(await pipeline.call('validate', 'pipeline.yaml')).toEqual({
      code: 0,
      out: 'pipeline.yaml: no problems\n',
      err: '',
    });
  });

  it('advises to pin what was not pinned, and what does not fit its lock any more', async () => {
    pipeline = await pipelineFolder({
      'pipeline.yaml':
        'spec_version: 1\npipeline: a\nas_of: 2001-07-01\nsteps: {make: {command: [make]}}\n',
    });
    const unpinned = await pipeline.call('run', 'pipeline.yaml');
    expect([unpinned.code, unpinned.err]).toEqual([
      2,
      expect.stringContaining('trainyard pin'),
    ]);
    await pipeline.call('pin', 'pipeline.yaml');
    await pipeline.write({
      'pipeline.yaml':
        'spec_version: 1\npipeline: a\nas_of: 2001-07-02\nsteps: {make: {command: [make]}}\n',
    });
    const stale = await pipeline.call('run', 'pipeline.yaml');
    expect([stale.code, stale.err]).toEqual([
      2,
      expect.stringMatching(/pipeline\.lock.*trainyard pin/),
    ]);
  });
});

describe('trainyard, used wrongly', () => {
  let pipeline: PipelineFolder;
  beforeEach(async () => {
    pipeline = await pipelineFolder({});
  });
  afterEach(() => pipeline.remove());

  it.each([
    [['fly'], 'no command "fly"'],
    [['run'], 'takes <pipeline.yaml>'],
    [['run', 'pipeline.yaml', '--fast'], "Unknown option '--fast'"],
    [['show', 'nobody'], 'no run "nobody"'],
    [['diff', 'one', 'two'], 'no run "one"'],
    [
      ['pin', 'pipeline.yaml', '--as-of', 'soon'],
      'expected a day or an instant',
    ],
  ])('%j exits 2 and says what is wrong', async (argv, words) => {
    const { code, err } = await pipeline.call(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it.each(['nowhere.yaml', 'no/such/folder/nowhere.yaml'])(
    'tells that %s is not there',
    async path => {
      const { code, err } = await pipeline.call('validate', path);
      expect([code, err]).toEqual([2, expect.stringContaining('nowhere.yaml')]);
    },
  );
});
