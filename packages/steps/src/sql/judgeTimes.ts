import { traceTime, type FactTimes } from './traceTime';
import {
  isNode,
  nameOf,
  placeOf,
  type SqlProblem,
  type Tree,
  type TreeNode,
} from './tree';

/**
 * Judges whether a team's feature SQL tells the truth about its times: each of
 * `event_time` and `available_at` has to come from the columns that the tables
 * declare for it, through max() and its like, and from every table of facts that
 * the SELECT reads. A time made up, such as `prediction_time AS available_at`,
 * would let a feature know the future unseen.
 *
 * It follows names through subqueries and common table expressions. It cannot see
 * whether a max() was taken over all the rows that a feature is made of.
 *
 * @param facts - declared times by table; other relations have none
 */
export function judgeTimes(
  sql: string,
  node: TreeNode,
  facts: Readonly<Record<string, FactTimes>>,
): readonly SqlProblem[] {
  const tables = new Map(
    Object.entries(facts).map(([name, times]) => [name.toLowerCase(), times]),
  );
  const read = [...factsRead(node, tables)];
  return (['event_time', 'available_at'] as const).flatMap(time => {
    const columns = read.map(table => `${table}.${tables.get(table)?.[time]}`);
    const latest = columns.map(column => `max(${column})`);
    const wanted = {
      expected: `${time} that comes from ${columns.join(', ') || 'a table of facts'}`,
      advice: ADVICE[Math.min(latest.length, 2)](latest.join(', '), time),
    };
    const trace = traceTime(node, time, tables);
    if (trace.outcome === 'lost') {
      return [{ ...placeOf(sql, trace.at), found: trace.found, ...wanted }];
    }
    const silent = read.filter(table => !trace.tables.has(table));
    if (silent.length === 0) return [];
    const found = `${time} that says nothing of ${silent.join(', ')}, which the SELECT reads too`;
    return [{ found, ...wanted }];
  });
}

/** By how many tables of facts are read: none, one, several. */
const ADVICE: readonly ((latest: string, time: string) => string)[] = [
  () =>
    'Read a table of facts; what the example knows itself is a view of kind columns.',
  (latest, time) => `Write ${latest} AS ${time}.`,
  (latest, time) => `Write greatest(${latest}) AS ${time}.`,
];

/** Tables of facts that are read anywhere in the tree. */
function factsRead(
  tree: Tree | undefined,
  tables: ReadonlyMap<string, FactTimes>,
): Set<string> {
  const found = new Set<string>();
  const visit = (one: Tree | undefined) => {
    if (Array.isArray(one)) one.forEach(visit);
    if (!isNode(one)) return;
    const name = nameOf(one.table_name);
    if (one.type === 'BASE_TABLE' && tables.has(name)) found.add(name);
    Object.values(one).forEach(visit);
  };
  visit(tree);
  return found;
}
