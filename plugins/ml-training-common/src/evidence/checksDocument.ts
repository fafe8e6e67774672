import { z } from 'zod';
import { check, checkResult, type Check } from '../checks/check';
import { CHECK_RULES, CURRENT_CHECK_RULES } from '../checks/checkRules';
import { judge, type Measurement } from '../checks/judge';
import { verdict, type Verdict } from './verdict';

/** `checks/checks.json`: what was expected of the dataset, what was found, and whether training may begin. */
export const checksDocument = z.strictObject({
  schema_version: z.literal(1),
  rules: z.strictObject({ version: z.string() }),
  required: z.array(check),
  results: z.array(checkResult),
  verdict,
});
export type ChecksDocument = z.output<typeof checksDocument>;

/**
 * Judges a dataset.
 *
 * @param measure - what was seen of a check
 */
export function checksDocumentOf(
  required: readonly Check[],
  measure: (check: Check) => Measurement,
): ChecksDocument {
  const results = required.map(one => judge(one, measure(one)));
  return {
    schema_version: 1,
    rules: { version: CURRENT_CHECK_RULES },
    required: [...required],
    results,
    verdict: CHECK_RULES[CURRENT_CHECK_RULES](required, results),
  };
}

/**
 * The verdict that a document's results give by the rules it names, whatever
 * verdict it states (law 7).
 *
 * @returns undefined where nobody knows these rules any more
 */
export function recomputedChecksVerdict(
  document: ChecksDocument,
): Verdict | undefined {
  const { version } = document.rules;
  return Object.hasOwn(CHECK_RULES, version)
    ? CHECK_RULES[version](document.required, document.results)
    : undefined;
}
