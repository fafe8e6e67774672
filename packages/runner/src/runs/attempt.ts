import type {
  Digest,
  Plan,
  PlanStep,
  RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Aside } from './aside';
import type { KeptOutputs } from './keptOutputs';
import type { RunPorts } from './runPorts';

/** The attempt that a step belongs to. */
export interface Attempt {
  readonly run: string;
  readonly attempt: number;
  readonly plan: Plan;
  readonly purpose: RunRecord['purpose'];
  readonly principal: string;
  readonly aside: Aside;
  readonly kept: KeptOutputs;
  /** The attempt's own folder on this machine. */
  readonly folder: string;
}

/** A step that is about to run: its inputs are there, so its identity is known. */
export interface ResolvedStep {
  readonly step: PlanStep;
  readonly identity: Digest;
  readonly inputs: Readonly<Record<string, Digest>>;
}

/** What every manifest of a step says, however it ended. */
export function manifestHead(
  attempt: Attempt,
  { step, identity, inputs }: ResolvedStep,
  { host }: Pick<RunPorts, 'host'>,
) {
  return {
    schema_version: 1 as const,
    run: attempt.run,
    attempt: attempt.attempt,
    step: step.name,
    key: step.key,
    identity,
    inputs: { ...inputs },
    environment: step.environment,
    host,
    principal: attempt.principal,
  };
}
