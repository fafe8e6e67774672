import { digestOfText } from '../json/digest';
import type { PlanStep } from '../plan/plan';
import { reproducedStep } from './reproducedStep';

const planned: PlanStep = {
  name: 'train-model',
  parameters: {},
  seeds: {},
  threads: 1,
  inputs: {
    train: { step: 'split-dataset', output: 'train' },
    validation: { step: 'split-dataset', output: 'validation' },
    source: { tree: digestOfText('tree') },
  },
  outputs: ['model'],
  needs: ['split-dataset', 'check-dataset'],
  tolerates: [],
  measured: false,
  retries: 0,
  resources: {},
  key: digestOfText('key'),
};

describe('reproducedStep', () => {
  it('reads what its inputs are made by, and not what only has to end before', () => {
    expect(reproducedStep(planned, undefined).reads).toEqual(['split-dataset']);
  });

  it('was skipped where there is no manifest', () => {
    expect(reproducedStep(planned, undefined).status).toBe('skipped');
  });
});
