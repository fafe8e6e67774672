import type { Specification } from '../documents/specification';
import type { NamedColumn } from './parameters/columns';
import type { SplitWindows } from './parameters/dataSteps';
import type { PlanInputs } from './planInputs';
import type { RequiredSections } from './requiredSections';

/** What several steps of the default graph are told alike. */
export interface GraphFacts extends RequiredSections {
  readonly inputs: PlanInputs;
  readonly specification: Specification;
  /** Sorted by name. */
  readonly features: readonly NamedColumn[];
  readonly labels: readonly string[];
  readonly windows: SplitWindows;
  /** The built-in of this name, with its version. */
  readonly builtin: (name: string) => { name: string; version: string };
}
