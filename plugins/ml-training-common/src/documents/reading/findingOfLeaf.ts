import type { z } from 'zod';
import type { Json } from '../../json/json';
import { partsOfExpectation } from '../expectation';
import { inWords, valueAt, type Finding, type Path } from './finding';
import type { Leaf } from './issueLeaves';
import { noteOf } from './issueNotes';
import { didYouMean } from '../../problems/nearest';

type Issue = z.core.$ZodIssue;
type Words = Pick<Finding, 'expected' | 'advice'>;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of names',
};

/** A leaf in words: what was expected, what is there, what to write. */
export function findingOfLeaf(
  leaf: Leaf,
  {
    path,
    root,
    textOf,
  }: {
    /** As the document is written. */
    readonly path: Path;
    readonly root: Json;
    readonly textOf: (path: Path) => string | undefined;
  },
): Finding {
  const value = valueAt(root, leaf.path);
  return { path, found: found(path, value, textOf), ...words(leaf, value) };
}

function found(
  path: Path,
  value: Json | undefined,
  textOf: (path: Path) => string | undefined,
): string {
  const isMap = typeof value === 'object' && value !== null;
  // A secret that somebody typed is not repeated in a message.
  if (path[0] === 'secrets' && !isMap) return 'a value (not shown)';
  return (typeof value === 'number' && textOf(path)) || inWords(value);
}

function words(leaf: Leaf, value: Json | undefined): Words {
  if (leaf.kind === 'fault') return statedBy(leaf.issue, value);
  if (leaf.kind === 'none of' && leaf.stated !== undefined) {
    return partsOfExpectation(leaf.stated);
  }
  const options =
    leaf.kind === 'none of'
      ? leaf.options.map(option => statedBy(option, value).expected)
      : leaf.known;
  const expected = oneOf([...new Set(options)]);
  return { expected, advice: `Write ${expected}.` };
}

function statedBy(issue: Issue, value?: Json): Words {
  const note = noteOf(issue.message);
  if ('stated' in note) {
    const parts = partsOfExpectation(note.stated);
    const key = issue.path.at(-1);
    return value === undefined && key !== undefined
      ? { ...parts, advice: `Add \`${String(key)}\`. ${parts.advice}` }
      : parts;
  }
  return {
    expected: expectedOf(issue),
    advice: adviceOn(issue, value, note.note.meaning),
  };
}

function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
    case 'invalid_union':
      return oneOf(choicesOf(issue));
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return 'another value';
  }
}

function adviceOn(
  issue: Issue,
  value: Json | undefined,
  meaning: string | undefined,
): string {
  const key = issue.path.at(-1);
  if (key === undefined) return 'Write keys and values, one a line.';
  if (value === undefined) {
    return `Add \`${String(key)}\`${meaning ? `: ${meaning}` : '.'}`;
  }
  if (value === null) return 'Write a value, or remove the key.';
  const choices = choicesOf(issue);
  if (choices.length > 0) return didYouMean(String(value), choices);
  if (issue.code === 'invalid_type' && typeof value !== 'object') {
    if (issue.expected === 'string') return 'Put it in quotes.';
    if (issue.expected === 'array') {
      return 'Put it in brackets: a list of one entry is a list.';
    }
  }
  return meaning ?? `Write ${expectedOf(issue)}.`;
}

/** The values of which one must stand there. */
function choicesOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

function oneOf(options: readonly string[]): string {
  return options.length > 1
    ? `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`
    : options.join();
}
