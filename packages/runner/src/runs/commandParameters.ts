import {
  canonicalJson,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';

/** What a command finds in $TRAINYARD_PARAMS (design §5). */
export function commandParameters(step: PlanStep): string {
  const text = canonicalJson({
    ...step.parameters,
    schema_version: 1,
    step: step.name,
    seeds: step.seeds,
    threads: step.threads,
  });
  return `${text}\n`;
}
