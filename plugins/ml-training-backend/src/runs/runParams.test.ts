import { runParams } from './runParams';

describe('parameters of a run', () => {
  it('are hyperparameters by their path, and seeds', () => {
    const params = runParams({
      seeds: { batch_order: 3 },
      training: {
        random_seed: 7,
        hyperparameters: {
          num_trees: 400,
          optimiser: { name: 'adam', rate: { start: 0.1 } },
          layers: [8, 4],
          early: true,
          nothing: null,
        },
      },
    });
    expect(params).toEqual({
      num_trees: 400,
      'optimiser.name': 'adam',
      'optimiser.rate.start': 0.1,
      layers: '[8,4]',
      early: 'true',
      'seeds.batch_order': 3,
      'seeds.random_seed': 7,
    });
  });

  it('are none of a pipeline that trains nothing', () => {
    expect(runParams({})).toEqual({});
  });
});
