import type { Knex } from 'knex';

export type SqlValue = string | number | null;

/** A piece of a statement. Values are bound, never part of the text. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly SqlValue[];
}

/**
 * Writes SQL as a template: what is put in is bound as a value, unless it is a
 * piece of SQL itself.
 */
export function sql(
  strings: TemplateStringsArray,
  ...parts: readonly (Sql | SqlValue)[]
): Sql {
  let text = strings[0];
  const bindings: SqlValue[] = [];
  parts.forEach((part, i) => {
    if (typeof part === 'object' && part !== null) {
      text += part.text;
      bindings.push(...part.bindings);
    } else {
      text += '?';
      bindings.push(part);
    }
    text += strings[i + 1];
  });
  return { text, bindings };
}

/** Names of tables and columns, keywords: words of ours, never of a user. */
export function words(text: string): Sql {
  return { text, bindings: [] };
}

export function joined(parts: readonly Sql[], by: string): Sql {
  return {
    text: parts.map(({ text }) => text).join(by),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** `(?, ?, ?)`; never empty, since SQL has no empty list. */
export function list(values: readonly SqlValue[]): Sql {
  return {
    text: `(${values.map(() => '?').join(', ')})`,
    bindings: values,
  };
}

/** `column IN (…)`, also for no values at all. */
export function isOneOf(column: Sql, values: readonly SqlValue[]): Sql {
  return values.length === 0
    ? words('1 = 0')
    : sql`${column} IN ${list(values)}`;
}

/** Met by every row where there are no conditions. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? words('1 = 1')
    : joined(conditions.map(inParentheses), ' AND ');
}

/** Met by no row where there are no conditions. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? words('1 = 0')
    : joined(conditions.map(inParentheses), ' OR ');
}

export function not(condition: Sql): Sql {
  return sql`NOT (${condition})`;
}

function inParentheses(condition: Sql): Sql {
  return sql`(${condition})`;
}

/** Rows of a SELECT or a RETURNING, alike from both databases. */
export async function rowsOf<Row>(
  knex: Knex,
  { text, bindings }: Sql,
): Promise<readonly Row[]> {
  const answer: unknown = await knex.raw(text, [...bindings]);
  const rows = Array.isArray(answer)
    ? answer
    : (answer as { readonly rows: unknown }).rows;
  return rows as readonly Row[];
}

/** Of a statement that answers no rows: how many it inserted, changed or deleted. */
export async function changesOf(
  knex: Knex,
  { text, bindings }: Sql,
): Promise<number> {
  const answer: { readonly changes?: number; readonly rowCount?: number } =
    await knex.raw(text, [...bindings]);
  return answer.changes ?? answer.rowCount ?? 0;
}
