import { percentText, type NumberText } from './bounds';
import { CHECK_KINDS } from './check';

export type CheckKind = (typeof CHECK_KINDS)[number];

/** What a kind of check measures, and what its expectation speaks of. */
export interface CheckKindFacts {
  /** What stands in the parentheses first; `optional` where it may be left out. */
  readonly subject: 'none' | 'optional' | 'required';
  readonly subjectIs: string;
  /** May be asked of one split. */
  readonly bySplit: boolean;
  /**
   * `rows`: a number of rows. `rate`: a fraction of rows. `values`: the bounds are
   * of each value, and one row outside fails.
   */
  readonly measures: 'rows' | 'rate' | 'values';
  /** May be written without an expectation: none may offend. */
  readonly expectsNone: boolean;
  readonly example: string;
}

const OFFENDERS = {
  subjectIs: '',
  bySplit: false,
  measures: 'rows',
  expectsNone: true,
} as const;

export const CHECK_KIND_FACTS: Record<CheckKind, CheckKindFacts> = {
  row_count: {
    subject: 'none',
    subjectIs: '',
    bySplit: true,
    measures: 'rows',
    expectsNone: false,
    example: 'row_count(train) >= 500000',
  },
  null_rate: {
    subject: 'required',
    subjectIs: 'a column',
    bySplit: true,
    measures: 'rate',
    expectsNone: false,
    example: 'null_rate(distance) < 15%',
  },
  range: {
    subject: 'required',
    subjectIs: 'a column',
    bySplit: true,
    measures: 'values',
    expectsNone: false,
    example: 'range(distance) between 0 and 5000',
  },
  label_rate: {
    subject: 'required',
    subjectIs: 'a label',
    bySplit: true,
    measures: 'rate',
    expectsNone: false,
    example: 'label_rate(late_v1) between 5% and 40%',
  },
  duplicates: {
    ...OFFENDERS,
    subject: 'required',
    subjectIs: 'a column',
    bySplit: true,
    example: 'duplicates(example_id) = 0',
  },
  schema: { ...OFFENDERS, subject: 'none', example: 'schema' },
  future_feature: {
    ...OFFENDERS,
    subject: 'optional',
    subjectIs: 'a feature view',
    example: 'future_feature',
  },
  label_time: {
    ...OFFENDERS,
    subject: 'required',
    subjectIs: 'a label',
    example: 'label_time(late_v1)',
  },
  label_maturity: {
    ...OFFENDERS,
    subject: 'required',
    subjectIs: 'a label',
    example: 'label_maturity(late_v1)',
  },
  split_order: { ...OFFENDERS, subject: 'none', example: 'split_order' },
};

/** How numbers of a kind of check are written: rates as percent. */
export function checkNumberText(kind: CheckKind): NumberText {
  return CHECK_KIND_FACTS[kind].measures === 'rate' ? percentText : String;
}
