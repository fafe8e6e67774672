import { metricCurve } from './metricCurve';
import { svgText } from './svg';

const points = (count: number) =>
  [...Array(count).keys()].map(step => ({ step, value: 1 / (step + 1) }));

describe('metricCurve', () => {
  it('says where the metric began and ended', () => {
    expect(svgText(metricCurve('loss', points(4)))).toContain(
      '<desc>loss went from 1 at step 0 to 0.25 at step 3, over 4 reports.</desc>',
    );
  });

  it('marks no more points than can be told apart, and the last one always', () => {
    const text = svgText(metricCurve('loss', points(1000)));
    expect(text.split('<circle').length - 1).toBeLessThanOrEqual(61);
    expect(text).toContain('step 999:');
  });

  it.each([0, 1])('draws %d points', count => {
    expect(svgText(metricCurve('loss', points(count)))).not.toMatch(
      /NaN|Infinity/,
    );
  });
});
