import {
  checkOf,
  checksDocumentOf,
  evaluate,
  gateOf,
  gatesDocumentOf,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepHarness } from '../testing/stepHarness';
import { publishReport } from './publishReport';

const PARAMETERS = {
  pipeline: 'parcels-on-time',
  model_name: 'parcels',
  primary: 'auc',
  hyperparameters: { depth: 3 },
  features: [{ name: 'stops', type: 'int' }],
};
const rows = {
  labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2),
  raw: Float64Array.from({ length: 40 }, (_, i) => (i % 2 ? 0.9 : 0.1)),
  segments: {},
};
const evaluation = evaluate({
  metrics: ['auc'],
  primary: 'auc',
  labels: { late: { validation: rows, test: rows } },
});
const checksOf = (observed: number) =>
  checksDocumentOf([checkOf('row_count(train) > 100')], () => ({
    observed,
    checked: observed,
    failed: 0,
    sample: [],
  }));

describe('publish-report', () => {
  let harness: StepHarness;
  beforeEach(async () => {
    harness = await StepHarness.make();
  });
  afterEach(() => harness.remove());

  const put = (document: string, content: object) =>
    harness.file(document, `${document}.json`, JSON.stringify(content));
  const report = async () => {
    expect(await harness.run(publishReport, PARAMETERS, ['report'])).toEqual({
      outcome: 'done',
    });
    const [markdown, html] = await Promise.all(
      ['report.md', 'report.html'].map(file => harness.bytes('report', file)),
    );
    return { markdown: markdown.toString(), html: html.toString() };
  };

  it('tells of a dataset that was blocked, without what was skipped', async () => {
    await put('checks', checksOf(3));
    const { markdown, html } = await report();
    for (const text of [markdown, html]) {
      expect(text).toContain('parcels');
      expect(text).toContain('3 rows; expected above 100');
    }
  });

  it('tells of a candidate, each time in the same bytes', async () => {
    const checks = checksOf(500);
    await put('checks', checks);
    await put('evaluation', evaluation);
    await put(
      'gates',
      gatesDocumentOf([gateOf('raw.auc >= 0.9')], {
        evaluation,
        checks,
        modelBytes: 1,
      }),
    );
    const first = await report();
    expect(first.html).toContain('<svg');
    expect(first.markdown).toContain('raw.auc');
    expect(await report()).toEqual(first);
    expect(first.html + first.markdown).not.toContain(harness.folder);
  });
});
