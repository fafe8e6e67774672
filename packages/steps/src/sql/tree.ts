import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import { literal, type Session } from '../duckdb/session';

/** What is wrong in a SELECT and where: lines and columns are 1-based, in the SQL's own text. */
export type SqlProblem = Pick<
  Problem,
  'line' | 'column' | 'found' | 'expected' | 'advice'
>;

/** A value of the tree that the engine's own parser makes of a SELECT. */
export type Tree =
  null | boolean | number | string | readonly Tree[] | TreeNode;
export type TreeNode = { readonly [key: string]: Tree };

/** A SELECT as a tree, and its text without what follows its last semicolon. */
export interface ParsedSelect {
  readonly node: TreeNode;
  readonly text: string;
}

export type ParseOutcome =
  | { readonly outcome: 'parsed'; readonly select: ParsedSelect }
  | { readonly outcome: 'refused'; readonly problems: readonly SqlProblem[] };

const ONE_SELECT = 'one SELECT';

/**
 * Parses with the engine itself, so that what is judged is what would run.
 *
 * The text will run between parentheses. It is parsed once more like that: a text
 * that would reach beyond them makes another tree and is refused.
 */
export async function parseSelect(
  session: Session,
  sql: string,
): Promise<ParseOutcome> {
  const answer = await serialized(session, sql);
  if (answer.error === true) return refused(syntaxProblem(sql, answer));
  const statements = list(answer.statements);
  if (statements.length !== 1) {
    return refused({
      found: `${statements.length} statements`,
      expected: ONE_SELECT,
      advice:
        'Keep one SELECT; use WITH for what the others prepared, or a table of its own.',
    });
  }
  const node = child(child(statements[0]).node);
  const text = sql.replace(/[;\s]+$/, '');
  const wrapped = await serialized(session, inParentheses(text));
  const inner = child(
    child(
      child(child(child(list(wrapped.statements)[0]).node).from_table).subquery,
    ).node,
  );
  if (shapeOf(inner) !== shapeOf(node)) {
    return refused({
      found: 'text after the semicolon that ends the SELECT',
      expected: ONE_SELECT,
      advice: 'Remove the semicolon and what follows it.',
    });
  }
  return { outcome: 'parsed', select: { node, text } };
}

/** The only way in which a team's SELECT stands in a statement of ours. */
export function inParentheses(text: string): string {
  return `SELECT * FROM (\n${text}\n)`;
}

async function serialized(session: Session, sql: string): Promise<TreeNode> {
  const { tree } = await session.row(
    `SELECT json_serialize_sql(${literal(sql)}, skip_null := true, skip_empty := true)::VARCHAR AS tree`,
  );
  return child(JSON.parse(String(tree)));
}

function syntaxProblem(sql: string, answer: TreeNode): SqlProblem {
  if (answer.error_type === 'not implemented') {
    return {
      found: `a statement that is no plain SELECT: ${firstWords(sql)}`,
      expected: ONE_SELECT,
      advice:
        'Write a SELECT. Pivots, too, are written as SELECT with GROUP BY.',
    };
  }
  return {
    ...placeOf(sql, answer.position),
    found: String(answer.error_message),
    expected: ONE_SELECT,
    advice: 'Mend the SQL; it is read by the rules of DuckDB.',
  };
}

function firstWords(sql: string): string {
  return sql.trim().split(/\s+/).slice(0, 3).join(' ');
}

function refused(problem: SqlProblem): ParseOutcome {
  return { outcome: 'refused', problems: [problem] };
}

/**
 * @param position - the engine's count of bytes from the start; beyond the text
 *   where it does not know
 */
export function placeOf(
  sql: string,
  position: Tree | undefined,
): Pick<SqlProblem, 'line' | 'column'> {
  const bytes = Buffer.from(sql);
  const at = Number(position ?? Number.NaN);
  if (!(at >= 0 && at < bytes.length)) return {};
  const lines = bytes.subarray(0, at).toString().split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}

/** The tree without positions, as text. */
function shapeOf(tree: Tree): string {
  return JSON.stringify(tree, (key, value) =>
    key === 'query_location' ? undefined : value,
  );
}

/** A node where there is one, else one without children. */
export function child(tree: Tree | undefined): TreeNode {
  return isNode(tree) ? tree : {};
}

export function isNode(tree: Tree | undefined): tree is TreeNode {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

export function list(tree: Tree | undefined): readonly Tree[] {
  return Array.isArray(tree) ? tree : [];
}

/** Names as the engine compares them. */
export function nameOf(tree: Tree | undefined): string {
  return typeof tree === 'string' ? tree.toLowerCase() : '';
}
