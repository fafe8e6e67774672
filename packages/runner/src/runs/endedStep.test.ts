import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { readiness, type EndedStep } from './endedStep';

const A = 'a'.repeat(64);

const step = (change: Partial<PlanStep>): PlanStep => ({
  name: 'report',
  parameters: {},
  seeds: {},
  threads: 1,
  inputs: {},
  outputs: [],
  needs: [],
  tolerates: [],
  measured: false,
  retries: 0,
  resources: {},
  key: A,
  ...change,
});

const ended = (
  ...steps: [string, EndedStep['status'], Record<string, string>?][]
) =>
  new Map(
    steps.map(([id, status, outputs = {}]): [string, EndedStep] => [
      id,
      {
        id,
        identity: null,
        status,
        measured: false,
        outputs,
        seconds: 0,
        because: [],
      },
    ]),
  );

describe('readiness', () => {
  it.each(['succeeded', 'reused'] as const)(
    'follows a step that %s',
    status => {
      const after = step({ needs: ['check'] });
      expect(readiness(after, ended(['check', status]))).toEqual({
        ready: true,
        inputs: {},
      });
    },
  );

  it('does not follow a block, unless it tolerates it', () => {
    const blocked = ended(['check', 'blocked']);
    expect(readiness(step({ needs: ['check'] }), blocked)).toEqual({
      ready: false,
      because: 'check blocked',
    });
    expect(
      readiness(step({ needs: ['check'], tolerates: ['check'] }), blocked)
        .ready,
    ).toBe(true);
  });

  it('follows what was skipped because of a block that it tolerates', () => {
    const report = step({
      needs: ['check', 'train'],
      tolerates: ['check'],
      inputs: {
        checks: { step: 'check', output: 'checks', optional: true },
        model: { step: 'train', output: 'model', optional: true },
      },
    });
    const steps = ended(
      ['check', 'blocked', { checks: A }],
      ['train', 'skipped'],
    );
    expect(readiness(report, steps)).toEqual({
      ready: true,
      inputs: { checks: A },
    });
  });

  it('does not follow what was skipped because of another block', () => {
    const register = step({ needs: ['gates'], tolerates: ['gates'] });
    const steps = ended(['check', 'blocked'], ['gates', 'skipped']);
    expect(readiness(register, steps).ready).toBe(false);
  });

  it('never follows a fault, whatever it tolerates', () => {
    const report = step({ needs: ['train'], tolerates: ['train', 'check'] });
    expect(readiness(report, ended(['train', 'failed'])).ready).toBe(false);
    expect(
      readiness(
        report,
        ended(['check', 'blocked'], ['build', 'failed'], ['train', 'skipped']),
      ).ready,
    ).toBe(false);
  });

  it('waits for an input that is not optional', () => {
    const score = step({
      needs: ['train'],
      tolerates: ['train'],
      inputs: { model: { step: 'train', output: 'model' } },
    });
    expect(readiness(score, ended(['train', 'blocked']))).toEqual({
      ready: false,
      because: 'its input model was not made',
    });
  });
});
