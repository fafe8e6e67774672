import fc from 'fast-check';
import type { Bounds } from '../checks/check';
import { METRIC_NAMES } from '../metrics/metricName';
import { gate } from './gate';
import { gateOf, gateText, parseGate, rawGateOf } from './parseGate';

describe('parseGate', () => {
  it.each([
    [
      'auc >= 0.74',
      {
        id: 'auc',
        metric: 'auc',
        split: 'test',
        scores: 'calibrated',
        expect: { at_least: 0.74 },
      },
    ],
    [
      'raw.ece <= 0.03',
      {
        id: 'raw.ece',
        metric: 'ece',
        split: 'test',
        scores: 'raw',
        expect: { at_most: 0.03 },
      },
    ],
    [
      'raw.validation.segment(origin_size).brier(late_v1) between 10% and 0.2',
      {
        id: 'validation.raw.segment(origin_size).brier(late_v1)',
        metric: 'brier',
        label: 'late_v1',
        split: 'validation',
        scores: 'raw',
        segment: 'origin_size',
        expect: { at_least: 0.1, at_most: 0.2 },
      },
    ],
    [
      'test.calibrated.logloss < 2.5',
      {
        id: 'logloss',
        metric: 'logloss',
        split: 'test',
        scores: 'calibrated',
        expect: { below: 2.5 },
      },
    ],
  ])('reads %s', (text, read) => {
    expect(parseGate(text)).toEqual({
      gate: { gate: 'metric', ...read, severity: 'critical' },
    });
  });

  it('reads the size of a model in either form', () => {
    const read = {
      gate: 'size',
      id: 'size',
      artifact_mb: 20,
      severity: 'warning',
    };
    expect(
      gateOf({ gate: 'size', artifact_mb: 20, severity: 'warning' }),
    ).toEqual(read);
    expect(gateOf({ gate: 'size <= 20 MB', severity: 'warning' })).toEqual(
      read,
    );
  });

  it('judges raw scores where a pipeline does not calibrate, and says so in the id', () => {
    expect(rawGateOf('auc >= 0.74')).toMatchObject({
      id: 'raw.auc',
      scores: 'raw',
    });
  });

  it.each([
    [
      'acu >= 0.74',
      { found: '"acu"', advice: expect.stringContaining('Did you mean auc?') },
    ],
    ['auc >= 74', { found: '">= 74"', at: 4 }],
    ['raw.raw.auc >= 0.7', { found: '"raw"', at: 4 }],
    ['segment(a).segment(b).auc >= 0.7', { found: '"segment"', at: 11 }],
    ['segment.auc >= 0.7', { found: '"."', expected: '"("' }],
    ['raw auc >= 0.7', { found: '"auc"', expected: '"."' }],
    ['auc', { found: 'the end', expected: 'a comparison' }],
    ['size', { found: 'the end', expected: '"<="' }],
    ['size <= 0 MB', { expected: 'a number of megabytes above 0' }],
    ['toString >= 1', { found: '"toString"' }],
  ])('says where %s is wrong, and what to write', (text, problem) => {
    const parsed = parseGate(text);
    expect(parsed).toMatchObject({ problem });
    expect(parsed).toMatchObject({
      problem: { advice: expect.stringMatching(/\S\.$/) },
    });
  });
});

const name = fc.oneof(
  fc.constant('origin_size'),
  fc.string({ minLength: 1, unit: 'binary' }),
);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const metricExpression = fc
  .record({
    split: fc.constantFrom('', 'validation.', 'test.'),
    scores: fc.constantFrom('', 'raw.', 'calibrated.'),
    segment: fc.constantFrom('', 'segment(origin_size).', 'segment("a b").'),
    metric: fc.constantFrom(...METRIC_NAMES),
    label: fc.constantFrom('', '(late_v1)'),
    bound: fraction,
  })
  .map(
    one =>
      `${one.split}${one.scores}${one.segment}${one.metric}${one.label} >= ${one.bound}`,
  );

describe('gateText', () => {
  it('is read back as the same gate', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          metricExpression.map(text => gateOf(text)),
          fc
            .integer({ min: 1, max: 1e6 })
            .map(kb => gateOf({ gate: 'size', artifact_mb: kb / 1000 })),
        ),
        one => {
          expect(parseGate(gateText(one))).toEqual({ gate: gate.parse(one) });
        },
      ),
    );
  });

  it('quotes segments and labels of any name', () => {
    fc.assert(
      fc.property(name, name, fraction, (segment, label, bound) => {
        const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
        const read = gateOf(
          `segment(${quoted(segment)}).auc(${quoted(label)}) >= ${bound}`,
        );
        const expected: Bounds = { at_least: bound };
        expect(read).toMatchObject({ segment, label, expect: expected });
        expect(gateOf(gateText(read))).toEqual(read);
      }),
    );
  });
});
