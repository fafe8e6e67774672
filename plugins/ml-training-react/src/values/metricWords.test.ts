import { metricWords } from './metricWords';

describe('metricWords', () => {
  it.each([
    ['test.calibrated.brier', 'brier'],
    ['test.raw.ece', 'ece, raw'],
    ['validation.calibrated.auc', 'auc, on validation'],
    ['train-model.loss', 'train-model.loss'],
    ['auc', 'auc'],
  ])('says %s as %s', (name, words) => {
    expect(metricWords(name)).toBe(words);
  });
});
