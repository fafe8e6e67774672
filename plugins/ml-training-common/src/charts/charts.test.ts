import type { GroupScores } from '../evidence/evaluationDocument';
import { sampleEvidence } from '../report/testing/sampleEvidence';
import { calibrationCurve } from './calibrationCurve';
import { segmentBars } from './segmentBars';
import { splitTimeline } from './splitTimeline';
import { svgText, type SvgNode } from './svg';

/** All nodes of a tag, outermost first. */
function all(node: SvgNode, tag: string): SvgNode[] {
  const inside = node.children.flatMap(child =>
    typeof child === 'string' ? [] : all(child, tag),
  );
  return node.tag === tag ? [node, ...inside] : inside;
}

const number = (node: SvgNode, name: string) => Number(node.attributes[name]);

describe('calibrationCurve', () => {
  const chart = calibrationCurve('late_v1', [
    {
      scores: 'raw',
      bins: [
        { rows: 5, predicted: 0.1, observed: 0.1 },
        { rows: 5, predicted: 0.4, observed: 0.2 },
      ],
    },
    {
      scores: 'calibrated',
      bins: [{ rows: 9, predicted: 0.3, observed: 0.3 }],
    },
  ]);
  const points = all(chart, 'circle').filter(
    point => point.children.length > 0,
  );

  it('has a point for each group of rows, with its numbers in words', () => {
    expect(points.map(point => all(point, 'title')[0].children)).toEqual([
      ['raw: predicted 0.1, happened 0.1, 5 rows'],
      ['raw: predicted 0.4, happened 0.2, 5 rows'],
      ['calibrated: predicted 0.3, happened 0.3, 9 rows'],
    ]);
  });

  it('puts what was right on the diagonal and what happened less below it', () => {
    const [right, less] = points;
    const diagonal = all(chart, 'line').find(
      line => line.attributes['stroke-dasharray'],
    );
    if (!diagonal) throw new Error('no diagonal');
    const height = (x: number) =>
      number(diagonal, 'y1') +
      ((x - number(diagonal, 'x1')) *
        (number(diagonal, 'y2') - number(diagonal, 'y1'))) /
        (number(diagonal, 'x2') - number(diagonal, 'x1'));
    expect(number(right, 'cy')).toBeCloseTo(height(number(right, 'cx')), 6);
    expect(number(less, 'cy')).toBeGreaterThan(height(number(less, 'cx')));
  });

  it('says how far it was off', () => {
    expect(all(chart, 'desc')[0].children).toEqual([
      'raw: 2 groups of rows, at most 0.2 from what happened. calibrated: 1 groups of rows, at most 0 from what happened.',
    ]);
  });
});

describe('segmentBars', () => {
  const group = (name: string, auc: number | null): GroupScores => ({
    group: name,
    rows: 100,
    positives: 20,
    metrics: { auc },
  });

  it('draws bars from zero, as long as the metric is high', () => {
    const chart = segmentBars(
      'size',
      'auc',
      [group('large', 0.8), group('small', 0.4), group('none', null)],
      0.7,
    );
    const widths = all(chart, 'rect').map(bar => number(bar, 'width'));
    expect(widths[0]).toBeCloseTo(2 * widths[1], 6);
    expect(widths[2]).toBe(0);
    expect(svgText(chart)).toContain('none: not defined, 100 rows.');
    expect(svgText(chart)).toContain('all rows 0.7');
  });

  it('shortens a long name beside its bar, not in its words', () => {
    const name = 'x'.repeat(40);
    const text = svgText(segmentBars('size', 'auc', [group(name, 1)], null));
    expect(text).toContain(`>${'x'.repeat(19)}…<`);
    expect(text).toContain(`<title>${name}: 1, 100 rows.</title>`);
  });

  it('keeps two groups apart that look alike when shortened', () => {
    const chart = segmentBars(
      'size',
      'auc',
      [group(`${'x'.repeat(30)}1`, 0.5), group(`${'x'.repeat(30)}2`, 0.6)],
      null,
    );
    const [one, other] = all(chart, 'rect').map(bar => number(bar, 'y'));
    expect(one).not.toBe(other);
  });
});

describe('splitTimeline', () => {
  const { split } = sampleEvidence();
  if (!split) throw new Error('no split');
  const chart = splitTimeline(split.windows);
  const [train, validation, test] = all(chart, 'rect');

  it('lays the windows one after the other', () => {
    const end = (bar: SvgNode) => number(bar, 'x') + number(bar, 'width');
    expect(end(train)).toBeCloseTo(number(validation, 'x'), 6);
    expect(end(validation)).toBeCloseTo(number(test, 'x'), 6);
  });

  it('keeps the days of its axis clear of each other', () => {
    const days = all(chart, 'text').filter(({ children }) =>
      /^\d{4}-\d\d-\d\d$/.test(String(children[0])),
    );
    expect(days.length).toBeGreaterThan(1);
    days.slice(1).forEach((day, i) => {
      expect(number(day, 'x') - number(days[i], 'x')).toBeGreaterThan(70);
    });
  });

  it('says from when to when in words', () => {
    expect(String(all(chart, 'desc')[0].children[0])).toContain(
      'test: 2001-06-18T00:00:00.000Z to 2001-07-01T00:00:00.000Z, labels known by 2001-07-02T00:00:00.000Z, 220,634 rows.',
    );
  });
});
