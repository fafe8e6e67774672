import { orderSteps } from './orderSteps';

const step = (name: string, ...needs: string[]) => ({ name, needs });

describe('orderSteps', () => {
  it('puts a step after what it needs, and keeps the written order else', () => {
    const steps = [
      step('report', 'train'),
      step('b'),
      step('a'),
      step('train', 'a'),
    ];
    expect(orderSteps(steps)).toEqual({
      ordered: [
        step('b'),
        step('a'),
        step('train', 'a'),
        step('report', 'train'),
      ],
    });
  });

  it('names the steps of a circle and none that only lead to it', () => {
    const steps = [
      step('lead', 'a'),
      step('a', 'b'),
      step('b', 'c'),
      step('c', 'a'),
    ];
    expect(orderSteps(steps)).toEqual({ circle: ['a', 'b', 'c'] });
  });

  it('names a step that needs itself', () => {
    expect(orderSteps([step('a', 'a')])).toEqual({ circle: ['a'] });
  });
});
