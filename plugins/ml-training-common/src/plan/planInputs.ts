import type { Runtime } from '../documents/sections/runtime';
import type { Specification } from '../documents/specification';
import type { Digest } from '../json/digest';
import type { Lock } from '../lock/lock';
import type { Environment } from './plan';
import type { StepWork } from './planKey';

/** What a plan is compiled from; nothing else reaches it. */
export interface PlanInputs {
  readonly specification: Specification;
  /** It fits the specification: see lockProblems. */
  readonly lock: Lock;
  /** Trees of the code folders, by their path in the specification. */
  readonly code: ReadonlyMap<string, Digest>;
  /** What a runtime comes to on the machine or engine that will run the plan. */
  readonly environmentOf: (runtime: Runtime | undefined) => Environment;
  /** Semantic versions of the built-ins, by name. */
  readonly versions: ReadonlyMap<string, string>;
}

/** A step as the graph writes it; what most steps lack has a default here. */
export type DraftStep = Pick<StepWork, 'name' | 'parameters' | 'outputs'> &
  Partial<StepWork>;
