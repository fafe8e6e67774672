import { boundsExpression } from './bounds';
import { CHECK_KINDS, type Bounds, type Check } from './check';
import {
  CHECK_KIND_FACTS,
  checkNumberText,
  type CheckKind,
  type CheckKindFacts,
} from './checkKinds';
import {
  ExpressionError,
  ExpressionReader,
  nameText,
  readBounds,
  type ExpressionProblem,
  type Token,
} from './expressionReader';
import { nearest } from '../problems/nearest';

/** A check as people write it. */
export type WrittenCheck =
  | string
  | {
      readonly check: string;
      readonly severity?: Check['severity'];
      readonly reason?: string;
    };

export type ParsedCheck =
  { readonly check: Check } | { readonly problem: ExpressionProblem };

type Split = NonNullable<Check['split']>;
const SPLITS: readonly string[] = ['train', 'validation', 'test'];

/**
 * Reads `null_rate(distance) < 15%`: a kind of check, in parentheses what is
 * looked at and perhaps a split, and an expectation. Checks that count what must
 * not be (`duplicates(example_id)`) mean `= 0` where they say nothing.
 */
export function parseCheck(written: WrittenCheck): ParsedCheck {
  const {
    check: text,
    severity = 'critical',
    reason,
  } = typeof written === 'string' ? { check: written } : written;
  try {
    return {
      check: {
        ...read(text),
        severity,
        ...(reason !== undefined && { reason }),
      },
    };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.problem };
    throw error;
  }
}

/**
 * A check that the specification's reader found good.
 *
 * @throws TypeError where it is not
 */
export function checkOf(written: WrittenCheck): Check {
  const parsed = parseCheck(written);
  if ('check' in parsed) return parsed.check;
  const { expected, found, advice } = parsed.problem;
  throw new TypeError(`expected ${expected}, found ${found}. ${advice}`);
}

/** The expression of a check, which `parseCheck` reads back. */
export function checkText({ check: kind, id, expect }: Check): string {
  return `${id} ${boundsExpression(expect, checkNumberText(kind))}`;
}

/** `null_rate(distance, test)`: what is measured, without what is expected. */
export function checkId({
  check: kind,
  column,
  split,
}: Pick<Check, 'check' | 'column' | 'split'>): string {
  const subjects = [column && nameText(column), split].filter(Boolean);
  return subjects.length > 0 ? `${kind}(${subjects.join(', ')})` : kind;
}

function read(text: string): Omit<Check, 'severity'> {
  const reader = new ExpressionReader(text);
  const kind = readKind(reader);
  const facts = CHECK_KIND_FACTS[kind];
  const subject = readSubject(reader, facts);
  const expect = readExpectation(reader, facts);
  return {
    id: checkId({ check: kind, ...subject }),
    check: kind,
    ...subject,
    expect,
  };
}

function readKind(reader: ExpressionReader): CheckKind {
  const token = reader.peek();
  const kind = CHECK_KINDS.find(name => name === token.text);
  if (token.kind === 'name' && kind) {
    reader.take();
    return kind;
  }
  const meant = nearest(token.text, CHECK_KINDS);
  return reader.fail(
    `a check: ${CHECK_KINDS.join(', ')}`,
    meant
      ? `Did you mean ${meant}? Write, for example, ${CHECK_KIND_FACTS[meant as CheckKind].example}.`
      : `Write, for example, ${CHECK_KIND_FACTS.row_count.example}.`,
  );
}

function readSubject(
  reader: ExpressionReader,
  facts: CheckKindFacts,
): { column?: string; split?: Split } {
  const advice = `Write, for example, ${facts.example}.`;
  const end = reader.peek();
  const names = readArguments(reader, advice);
  const column = facts.subject === 'none' ? undefined : names.shift();
  const split = facts.bySplit ? names.shift() : undefined;
  if (facts.subject === 'required' && !column) {
    reader.fail(`${facts.subjectIs} in parentheses`, advice, end);
  }
  if (split && !SPLITS.includes(split.text)) {
    reader.fail(`a split: ${SPLITS.join(', ')}`, advice, split);
  }
  if (names.length > 0) reader.fail('")"', advice, names[0]);
  return {
    ...(column && { column: column.text }),
    ...(split && { split: split.text as Split }),
  };
}

function readArguments(reader: ExpressionReader, advice: string): Token[] {
  if (!reader.takeIf('(') || reader.takeIf(')')) return [];
  const names = [reader.name('a name', advice)];
  while (reader.takeIf(',')) names.push(reader.name('a name', advice));
  reader.expect(')', advice);
  return names;
}

function readExpectation(
  reader: ExpressionReader,
  facts: CheckKindFacts,
): Bounds {
  if (facts.expectsNone && reader.peek().kind === 'end') {
    return { at_least: 0, at_most: 0 };
  }
  const start = reader.peek();
  const expect = readBounds(reader);
  if (facts.measures === 'rate' && !Object.values(expect).every(isFraction)) {
    reader.fail(
      'a rate between 0% and 100%',
      `Write percent, for example, ${facts.example}, or a fraction such as 0.15.`,
      { ...start, kind: 'name', text: reader.text.slice(start.at) },
    );
  }
  return expect;
}

function isFraction(value: number): boolean {
  return value >= 0 && value <= 1;
}
