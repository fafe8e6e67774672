import fc from 'fast-check';
import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { anyPlan } from '../testing/anyPlan';
import { builtin, command, defaultGraph, planOf } from '../testing/plans';
import { placePods, type PlacedPod } from './placePods';

const fused = { isolateSteps: false };

function named(steps: readonly PlanStep[], options = fused) {
  return placePods(planOf(steps), options).map(pod => [pod.name, ...pod.steps]);
}

function podsBefore(pods: readonly PlacedPod[], name: string): Set<string> {
  const found = new Set<string>();
  const visit = (pod: string) => {
    for (const other of pods.find(it => it.name === pod)?.dependsOn ?? []) {
      if (!found.has(other)) {
        found.add(other);
        visit(other);
      }
    }
  };
  visit(name);
  return found;
}

describe('placePods', () => {
  it('makes four pods of the default graph', () => {
    const pods = placePods(planOf(defaultGraph()), fused);
    expect(pods.map(({ name }) => name)).toEqual([
      'prepare',
      'train-model',
      'score-model',
      'conclude',
    ]);
    const [prepare, train, score, conclude] = pods;
    expect(prepare.tells).toEqual(['train-model', 'score-model', 'conclude']);
    expect(train.seals).toEqual([]);
    expect(score.seals).toEqual(['train-model']);
    expect(conclude.seals).toEqual(['train-model', 'score-model']);
    expect(conclude.steps).toHaveLength(5);
  });

  it('gives a pod to each step where that is wanted, and none beyond', () => {
    const pods = named(defaultGraph(), { isolateSteps: true });
    expect(pods).toHaveLength(14);
    expect(pods[0]).toEqual(['prepare', 'validate-input-data']);
    expect(pods[1]).toEqual(['build-tables', 'build-tables']);
    expect(pods.at(-1)).toEqual(['conclude', 'register-model']);
  });

  it('does not fuse steps that ask for other resources', () => {
    const large = { resources: { memory_gb: 64 } };
    expect(
      named([
        builtin('a', []),
        builtin('b', ['a'], large),
        builtin('c', ['b'], large),
        command('train', ['c']),
      ]),
    ).toEqual([
      ['prepare', 'a'],
      ['after-a', 'b', 'c'],
      ['train', 'train'],
      ['conclude'],
    ]);
  });

  it('opens and closes a run that has only commands', () => {
    expect(named([command('only', [])])).toEqual([
      ['prepare'],
      ['only', 'only'],
      ['conclude'],
    ]);
  });

  it('keeps its own names apart from those of steps', () => {
    expect(
      named([command('prepare', []), command('conclude', ['prepare'])]),
    ).toEqual([
      ['prepare-2'],
      ['prepare', 'prepare'],
      ['conclude', 'conclude'],
      ['conclude-2'],
    ]);
  });

  it('puts every step into one pod, and every pod after those that it waits for', () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (plan, isolateSteps) => {
        const pods = placePods(plan, { isolateSteps });
        expect(pods.flatMap(({ steps }) => steps)).toEqual(
          plan.steps.map(({ name }) => name),
        );
        const order = new Map(pods.map(({ name }, i) => [name, i]));
        expect(order.size).toBe(pods.length);
        const podOf = new Map(
          pods.flatMap(pod => pod.steps.map(step => [step, pod] as const)),
        );
        pods.forEach((pod, i) => {
          expect(pod.name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
          for (const other of pod.dependsOn) {
            expect(order.get(other)).toBeLessThan(i);
          }
        });
        for (const step of plan.steps) {
          const pod = podOf.get(step.name);
          expect(pod?.kind).toBe(step.command ? 'command' : 'builtin');
          for (const need of step.needs) {
            const maker = podOf.get(need);
            if (maker === pod) continue;
            expect(pod?.dependsOn).toContain(maker?.name);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begins with the first pod and ends with the last, whatever lies between', () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (plan, isolateSteps) => {
        const pods = placePods(plan, { isolateSteps });
        const [first, ...others] = pods;
        const last = pods[pods.length - 1];
        expect(others.every(pod => pod.dependsOn.includes(first.name))).toBe(
          true,
        );
        expect(podsBefore(pods, last.name).size).toBe(pods.length - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('fuses neighbours of equal resources and no others', () => {
    fc.assert(
      fc.property(anyPlan, plan => {
        const pods = placePods(plan, fused);
        const resourcesOf = (step: string) =>
          JSON.stringify(plan.steps.find(it => it.name === step)?.resources);
        for (const { steps } of pods) {
          expect(new Set(steps.map(resourcesOf)).size).toBeLessThan(2);
        }
        pods.slice(1).forEach((pod, i) => {
          const before = pods[i];
          if (pod.kind === 'command' || before.kind === 'command') return;
          if (pod.steps.length === 0 || before.steps.length === 0) return;
          expect(resourcesOf(pod.steps[0])).not.toBe(
            resourcesOf(before.steps[0]),
          );
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has every command sealed before anything is made of it, and by the end', () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (plan, isolateSteps) => {
        const pods = placePods(plan, { isolateSteps });
        const kinds = new Map(pods.map(({ name, kind }) => [name, kind]));
        for (const pod of pods) {
          const before = podsBefore(pods, pod.name);
          const commands = [...before].filter(
            name => kinds.get(name) === 'command',
          );
          expect(commands).toEqual(expect.arrayContaining([...pod.seals]));
          // Built-in pods before it have run for sure; commands it relies on, too.
          const sealed = new Set(
            pods
              .filter(
                other =>
                  other === pod ||
                  (before.has(other.name) &&
                    (other.kind === 'builtin' || pod.kind === 'command')),
              )
              .flatMap(({ seals }) => seals),
          );
          expect([...sealed]).toEqual(expect.arrayContaining(commands));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('asks only pods that tell, and tells only pods that ask', () => {
    fc.assert(
      fc.property(anyPlan, plan => {
        const pods = placePods(plan, fused);
        const asked = pods.flatMap(({ name, asks }) =>
          asks.map(other => `${other} ${name}`),
        );
        const told = pods.flatMap(({ name, tells }) =>
          tells.map(other => `${name} ${other}`),
        );
        expect(told.sort()).toEqual(asked.sort());
        for (const { kind, asks, name } of pods) {
          const isLast = name === pods[pods.length - 1].name;
          expect(asks.length > 0).toBe(kind === 'command' || isLast);
        }
      }),
      { numRuns: 60 },
    );
  });
});
