import { aComparison } from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { comparedGroups } from './comparedGroups';

const { values } = aComparison();

describe('the groups of a comparison', () => {
  it('hold what differs, and count what is the same', () => {
    expect(
      comparedGroups(values, false).map(({ title, values: shown, alike }) => [
        title,
        shown.map(({ name }) => name),
        alike,
      ]),
    ).toEqual([
      ['Specification', ['training.hyperparameters.num_trees'], 1],
      ['Metrics', ['auc'], 0],
    ]);
  });

  it('hold everything where all is asked for', () => {
    const [specification] = comparedGroups(values, true);
    expect(specification.values).toHaveLength(2);
    expect(specification.alike).toBe(0);
  });

  it('are left out where nothing differs', () => {
    const same = values.map(value => ({ ...value, differs: false }));
    expect(comparedGroups(same, false)).toEqual([]);
  });
});
