import type {
  Plan,
  PlanStep,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { workersProblems } from '@trainyard/runner';
import type { Environment } from './runnerEnvironment';

/** What this host can give. */
export interface Host {
  readonly processors: number;
  readonly memoryBytes: number;
  /** Names that the operator lets pipelines read as secrets. */
  readonly secrets: readonly string[];
  readonly environment: Environment;
}

const BYTES_PER_GB = 1e9;

/** What the embedded engine would refuse of a plan, or run more slowly than asked for. */
export function lintPlan(plan: Plan, host: Host): Problem[] {
  return [
    ...plan.steps.flatMap(step => resourceProblems(step, host)),
    ...workersProblems(plan),
    ...secretNames(plan).flatMap(name => secretProblems(name, host)),
  ];
}

/** Environment variables that the steps of a plan ask for as secrets. */
export function secretNames(plan: Plan): string[] {
  const names = plan.steps.flatMap(({ secrets }) =>
    Object.values(secrets ?? {}).map(({ env }) => env),
  );
  return [...new Set(names)].sort();
}

function resourceProblems(step: PlanStep, host: Host): Problem[] {
  const { environment, resources } = step;
  const problems: Problem[] = [];
  const add = (
    name: string,
    problem: Pick<Problem, 'expected' | 'found' | 'advice'>,
    severity: Problem['severity'] = 'error',
  ) =>
    problems.push({
      file: 'pipeline.yaml',
      path: ['steps', step.name, name],
      severity,
      ...problem,
    });

  if (environment?.kind === 'image') {
    add('runtime', {
      expected:
        'an environment of this host: the embedded engine runs no images',
      found: environment.image,
      advice:
        'Give the runtime an environment, or choose an engine with containers.',
    });
  }
  if (resources.gpu) {
    add('gpu', {
      expected: 'no GPU: the embedded engine gives none',
      found: `${resources.gpu}`,
      advice: 'Choose an engine that has some.',
    });
  }
  const memory = (resources.memory_gb ?? 0) * BYTES_PER_GB;
  if (memory > host.memoryBytes) {
    add('memory_gb', {
      expected: `at most ${(host.memoryBytes / BYTES_PER_GB).toFixed(1)}, which this host has`,
      found: `${resources.memory_gb}`,
      advice: 'Ask for less, or choose another engine.',
    });
  }
  if ((resources.cpu ?? 0) > host.processors) {
    add(
      'cpu',
      {
        expected: `at most ${host.processors}, which this host has`,
        found: `${resources.cpu}`,
        advice: 'The step will take longer here; its result is the same.',
      },
      'warning',
    );
  }
  return problems;
}

function secretProblems(name: string, host: Host): Problem[] {
  const problem = (
    words: Pick<Problem, 'expected' | 'found' | 'advice'>,
  ): Problem[] => [
    { file: 'pipeline.yaml', path: ['secrets'], severity: 'error', ...words },
  ];
  if (!host.secrets.includes(name)) {
    return problem({
      expected: 'variables that the embedded engine may hand to runs',
      found: name,
      advice: `Ask who operates the portal to add ${name} to mlTraining.engines.local.secrets.`,
    });
  }
  if (host.environment[name] === undefined) {
    return problem({
      expected: `the environment variable ${name} where the portal runs`,
      found: 'none',
      advice: 'Ask who operates the portal to set it.',
    });
  }
  return [];
}
