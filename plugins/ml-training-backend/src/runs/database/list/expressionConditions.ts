import type {
  RunExpression,
  RunField,
} from '@trainyard/backstage-plugin-ml-training-common';
import { storable } from '../../../database/columns';
import {
  allOf,
  anyOf,
  joined,
  sql,
  words,
  type Sql,
} from '../../../database/sql';
import { FIELD_TABLES, idOf, type NameIds } from './fieldTable';

/**
 * An expression as a condition on `runs AS r`, in two ways that mean the same:
 * - `bySets` finds the runs of each comparison first, from the index of its values,
 *   and combines them: right where few runs match, or all have to be looked at;
 * - `byProbes` looks up the fields of each run that it comes by, and stops at the
 *   first that decides: right where many match and few are wanted.
 */
export interface ExpressionConditions {
  readonly bySets: Sql;
  readonly byProbes: Sql;
  /** Sets that are only joined can be read side by side, until enough is found; a union is made first. */
  readonly hasUnion: boolean;
  /** What every run that is meant meets in the row of this field, `f`. */
  readonly everywhere: (field: RunField) => Sql;
}

export function expressionConditions(
  expression: RunExpression,
  ids: NameIds,
): ExpressionConditions {
  const plain = withoutNot(expression, false);
  return {
    bySets: setCondition(plain, ids, words('r.seq')),
    byProbes: probeCondition(plain, ids),
    hasUnion: hasUnion(plain),
    everywhere: ({ of, name }) => {
      const terms = plain.is === 'and' ? plain.terms : [plain];
      return allOf(
        terms.flatMap(term =>
          term.is === 'leaf' &&
          !term.negated &&
          term.field.of === of &&
          term.field.name === name
            ? [term.row]
            : [],
        ),
      );
    },
  };
}

/** What a run's row in the table of the field, `f`, has to meet. */
interface Leaf {
  readonly is: 'leaf';
  readonly field: RunField;
  readonly row: Sql;
  /** Met by runs that have no such row. */
  readonly negated: boolean;
}

type Plain =
  Leaf | { readonly is: 'and' | 'or'; readonly terms: readonly Plain[] };

/** The same without `not` but at the leaves. */
function withoutNot(expression: RunExpression, negated: boolean): Plain {
  switch (expression.is) {
    case 'not':
      return withoutNot(expression.term, !negated);
    case 'and':
    case 'or':
      return {
        is: (expression.is === 'and') === negated ? 'or' : 'and',
        terms: expression.terms.map(term => withoutNot(term, negated)),
      };
    case 'comparison':
      return {
        is: 'leaf',
        field: expression.field,
        row: comparison(expression),
        negated,
      };
    default:
      return {
        is: 'leaf',
        field: expression.field,
        row: words('1 = 1'),
        negated: (expression.is === 'missing') !== negated,
      };
  }
}

/** Of a metric that is no finite number the value is NULL, and no comparison is met. */
function comparison({
  field,
  operator,
  value,
}: RunExpression & { readonly is: 'comparison' }): Sql {
  const sign = words(operator === '!=' ? '<>' : operator);
  if (field.of === 'metrics') return sql`f.value ${sign} ${value}`;
  const [column, other] =
    typeof value === 'number'
      ? [words('f.number'), words('f.text')]
      : [words('f.text'), words('f.number')];
  const said = typeof value === 'number' ? value : storable(value);
  const met = sql`${column} ${sign} ${said}`;
  return operator === '!=' ? sql`(${met} OR ${other} IS NOT NULL)` : met;
}

function rowsOfLeaf({ field, row }: Leaf, ids: NameIds): Sql {
  return sql`${FIELD_TABLES[field.of]} AS f WHERE f.name_id = ${idOf(ids, field)} AND ${row}`;
}

function probeCondition(plain: Plain, ids: NameIds): Sql {
  if (plain.is !== 'leaf') {
    const terms = plain.terms.map(term => probeCondition(term, ids));
    return plain.is === 'and' ? allOf(terms) : anyOf(terms);
  }
  // Not EXISTS: Postgres would turn that into a join of all runs.
  const found = sql`(SELECT 1 FROM ${rowsOfLeaf(plain, ids)} AND f.seq = r.seq)`;
  return plain.negated ? sql`${found} IS NULL` : sql`${found} = 1`;
}

function setCondition(plain: Plain, ids: NameIds, seq: Sql): Sql {
  if (plain.is === 'leaf') {
    return plain.negated
      ? sql`NOT EXISTS (SELECT 1 FROM ${rowsOfLeaf(plain, ids)} AND f.seq = ${seq})`
      : sql`${seq} IN (${setOf(plain, ids)})`;
  }
  if (plain.is === 'and') {
    return allOf(plain.terms.map(term => setCondition(term, ids, seq)));
  }
  const sets = plain.terms.map(term => setOf(term, ids));
  return sql`${seq} IN (${joined(sets, ' UNION ALL ')})`;
}

function hasUnion(plain: Plain): boolean {
  return (
    plain.is === 'or' || (plain.is === 'and' && plain.terms.some(hasUnion))
  );
}

/** A SELECT of the runs that a term means. */
function setOf(plain: Plain, ids: NameIds): Sql {
  return plain.is === 'leaf' && !plain.negated
    ? sql`SELECT f.seq FROM ${rowsOfLeaf(plain, ids)}`
    : sql`SELECT x.seq FROM runs AS x WHERE ${setCondition(plain, ids, words('x.seq'))}`;
}
