import fc from 'fast-check';
import { digestOfText } from '../json/digest';
import type { ReproducedStep } from './reproducedStep';
import { reproductionVerdict } from './reproductionVerdict';

const step = (
  name: string,
  rest: Partial<ReproducedStep> = {},
): ReproducedStep => ({
  name,
  reads: [],
  measured: false,
  status: 'succeeded',
  outputs: { out: digestOfText(name) },
  logical: {},
  metrics: [],
  resumed: false,
  ...rest,
});

const auc = (value: number) => ({
  metrics: [{ name: 'test.calibrated.auc', value }],
});

const build = step('build', { logical: { out: digestOfText('rows') } });
const train = step('train', {
  reads: ['build'],
  outputs: { model: digestOfText('model') },
});
const evaluate = step('evaluate', { reads: ['train'], ...auc(0.7673) });
const report = step('report', { reads: ['evaluate'] });
const run = [build, train, evaluate, report];

const other = { out: digestOfText('other') };
const otherModel = { outputs: { model: digestOfText('other model') } };

/** The run with some steps changed. */
const changed = (
  changes: Readonly<Record<string, Partial<ReproducedStep>>>,
): ReproducedStep[] =>
  run.map(one => ({ ...one, ...(changes[one.name] ?? {}) }));

const compare = (
  repeated: readonly ReproducedStep[],
  bands = {},
  original: readonly ReproducedStep[] = run,
) => reproductionVerdict({ original, repeated, bands });

describe('reproductionVerdict', () => {
  it('is identical where every output and metric is the same', () => {
    expect(compare(run)).toEqual({
      verdict: 'identical',
      explanation: 'All 4 outputs of 4 steps are the same.',
    });
  });

  it('is identical where rows are the same in other bytes', () => {
    expect(compare(changed({ build: { outputs: other } })).verdict).toBe(
      'identical',
    );
    expect(
      compare(changed({ build: { outputs: other, logical: other } })).verdict,
    ).not.toBe('identical');
  });

  it('is within band where a model has other bytes and metrics hardly moved', () => {
    expect(
      compare(
        changed({
          train: otherModel,
          evaluate: { outputs: other, ...auc(0.7673 + 1e-12) },
          report: { outputs: other },
        }),
      ),
    ).toEqual({
      verdict: 'within band',
      first: {
        step: 'train',
        of: 'output',
        name: 'model',
        original: train.outputs.model,
        repeated: otherModel.outputs.model,
      },
      explanation: expect.stringMatching(
        /^Output model of train is not the same \(.* → .*\)\. All 1 metrics lie inside their bands\.$/,
      ),
    });
  });

  it('is diverged where a metric leaves its band, and says where the runs part', () => {
    const verdict = compare(
      changed({ train: otherModel, evaluate: auc(0.7612) }),
    );
    expect(verdict).toMatchObject({
      verdict: 'diverged',
      first: { step: 'train', of: 'output', name: 'model' },
    });
    expect(verdict.explanation).toMatch(
      /^The runs part at train\. Output model .*\. Metric test\.calibrated\.auc of evaluate was 0\.7673 and is 0\.7612 \(band ±1e-9 relative\)\.$/,
    );
  });

  it('takes the band of the specification, by the metric or by what it measures', () => {
    const repeated = changed({ train: otherModel, evaluate: auc(0.7612) });
    for (const name of [
      'auc',
      'test.calibrated.auc',
      'evaluate.test.calibrated.auc',
    ]) {
      expect(compare(repeated, { [name]: { absolute: 0.0062 } }).verdict).toBe(
        'within band',
      );
      expect(compare(repeated, { [name]: { absolute: 0.006 } }).verdict).toBe(
        'diverged',
      );
    }
    expect(compare(repeated, { brier: { absolute: 1 } }).verdict).toBe(
      'diverged',
    );
  });

  it('is diverged where no metric can judge what differs', () => {
    const noise = step('noise');
    expect(
      compare([...run, { ...noise, outputs: other }], {}, [...run, noise]),
    ).toMatchObject({
      verdict: 'diverged',
      first: { step: 'noise', of: 'output', name: 'out' },
      explanation: expect.stringContaining('No metric of this step'),
    });
  });

  it('is not fooled by metrics of steps that what differs never reaches', () => {
    const noise = step('noise');
    expect(
      compare([{ ...noise, outputs: other }, ...run], {}, [noise, ...run])
        .verdict,
    ).toBe('diverged');
  });

  it('judges a command by the metrics it reports itself', () => {
    const noisy = (value: number, outputs = {}) => [
      step('noisy', {
        outputs,
        metrics: [
          { name: 'loss', value: 9 },
          { name: 'loss', value },
        ],
      }),
    ];
    const bands = { loss: { relative: 0.1 } };
    expect(compare(noisy(1.05, other), bands, noisy(1)).verdict).toBe(
      'within band',
    );
    expect(compare(noisy(1.2, other), bands, noisy(1)).verdict).toBe(
      'diverged',
    );
  });

  it('is within band where only a metric moved inside its band', () => {
    expect(compare(changed({ evaluate: auc(0.7673 + 1e-12) }))).toMatchObject({
      verdict: 'within band',
      first: { step: 'evaluate', of: 'metric', repeated: 0.7673 + 1e-12 },
    });
  });

  it.each([
    [
      'failed',
      changed({ train: { status: 'failed' } }),
      'Step train succeeded and now failed',
    ],
    [
      'was blocked',
      changed({ train: { status: 'blocked' } }),
      'Step train succeeded and now blocked',
    ],
    [
      'was skipped',
      changed({ train: { status: 'skipped' } }),
      'Step train succeeded and now was skipped',
    ],
    [
      'is missing',
      run.filter(one => one !== train),
      'Step train succeeded and now is missing',
    ],
  ])('is diverged where a step %s', (_, repeated, words) => {
    const verdict = compare(repeated);
    expect(verdict).toMatchObject({
      verdict: 'diverged',
      first: { step: 'train', of: 'status' },
    });
    expect(verdict.explanation).toContain(words);
  });

  it('is diverged where a metric is not reported any more', () => {
    expect(compare(changed({ evaluate: { metrics: [] } }))).toMatchObject({
      verdict: 'diverged',
      first: { of: 'metric', original: 0.7673, repeated: null },
      explanation: expect.stringContaining('is not reported'),
    });
  });

  it('repeats a block, and a failure never', () => {
    const blocked = changed({ build: { status: 'blocked' } });
    const failed = changed({ build: { status: 'failed' } });
    expect(compare(blocked, {}, blocked).verdict).toBe('identical');
    expect(compare(failed, {}, failed).verdict).toBe('diverged');
  });

  it('expects nothing of a step that looks at the world', () => {
    const latency = step('latency', { measured: true, ...auc(1) });
    expect(
      compare([...run, { ...latency, outputs: other, ...auc(2) }], {}, [
        ...run,
        latency,
      ]).verdict,
    ).toBe('identical');
  });

  it('is at best within band where a step went on from a checkpoint', () => {
    const resumed = changed({ train: { resumed: true } });
    expect(compare(resumed).verdict).toBe('within band');
    expect(compare(run, {}, resumed).verdict).toBe('within band');
    expect(
      compare(changed({ train: { resumed: true, status: 'failed' } })).verdict,
    ).toBe('diverged');
  });

  const anyRun = fc
    .tuple(...run.map(() => fc.constantFrom('same', 'other', 'failed')))
    .map(words =>
      run.map((one, i): ReproducedStep => {
        if (words[i] === 'same') return one;
        return words[i] === 'failed'
          ? { ...one, status: 'failed' }
          : { ...one, outputs: other, logical: {} };
      }),
    );

  it('says identical the other way round too', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (one, two) => {
        expect(compare(one, {}, two).verdict === 'identical').toBe(
          compare(two, {}, one).verdict === 'identical',
        );
      }),
    );
  });

  it('names a difference whenever the runs diverged', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (one, two) => {
        const { verdict, first } = compare(one, {}, two);
        expect(verdict === 'diverged' && !first).toBe(false);
      }),
    );
  });
});
