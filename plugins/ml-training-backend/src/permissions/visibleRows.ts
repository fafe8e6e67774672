import { allOf, anyOf, isOneOf, not, words, type Sql } from '../database/sql';
import type { RowCondition, Visibility } from './visibility';

/** Which columns of a table say whose a row is. */
export interface OwnedColumns {
  readonly owner: Sql;
  readonly namespace: Sql;
}

/** The condition that every query of a caller carries, so that nothing is filtered after paging. */
export function visibleRows(visible: Visibility, columns: OwnedColumns): Sql {
  switch (visible.rows) {
    case 'all':
      return words('1 = 1');
    case 'none':
      return words('1 = 0');
    default:
      return conditionSql(visible.where, columns);
  }
}

function conditionSql(condition: RowCondition, columns: OwnedColumns): Sql {
  const within = (inner: RowCondition) => conditionSql(inner, columns);
  if ('owners' in condition) return isOneOf(columns.owner, condition.owners);
  if ('namespaces' in condition) {
    return isOneOf(columns.namespace, condition.namespaces);
  }
  if ('allOf' in condition) return allOf(condition.allOf.map(within));
  if ('anyOf' in condition) return anyOf(condition.anyOf.map(within));
  return not(within(condition.not));
}
