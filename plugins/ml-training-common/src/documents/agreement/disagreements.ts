import type { Finding } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import type { Specification } from '../specification';
import { completeness } from './completeness';
import { consistency } from './consistency';
import { dates } from './dates';
import { expressions } from './expressions';
import { ownSteps } from './ownSteps';
import { references } from './references';
import type { Rule } from './rule';
import { uniqueNames } from './uniqueNames';

const RULES: readonly Rule[] = [
  completeness,
  references,
  uniqueNames,
  dates,
  consistency,
  ownSteps,
  expressions,
];

/** All on which the sections of a specification do not agree. */
export function disagreements(specification: Specification): Finding[] {
  return RULES.flatMap(rule => [...whereSound(() => rule(specification))]);
}
