import type {
  Plan,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { problem, quoted } from './problem';

/** Secrets that the operator has not said where to find; each once, however many steps ask for it. */
export function secretProblems(
  plan: Plan,
  settings: WorkflowSettings,
): Problem[] {
  const known = Object.keys(settings.secrets).sort();
  const asked = new Map(
    plan.steps.flatMap(({ secrets = {} }) =>
      Object.entries(secrets).map(([name, { env }]) => [name, env] as const),
    ),
  );
  return [...asked]
    .filter(([, env]) => !Object.hasOwn(settings.secrets, env))
    .map(([name, env]) =>
      problem(['secrets', name, 'env'], {
        expected:
          known.length > 0
            ? `a secret that this cluster has: ${known.join(', ')}`
            : 'no secret: this cluster has none yet',
        found: quoted(env),
        advice:
          'Ask who operates the portal to add it to `secrets` of the engine, with the Secret and key that hold it.',
      }),
    );
}
