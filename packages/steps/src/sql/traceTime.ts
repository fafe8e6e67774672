import { child, isNode, list, nameOf, type Tree, type TreeNode } from './tree';

/** Columns of a table of facts that say when each happened and when it was known. */
export interface FactTimes {
  readonly event_time: string;
  readonly available_at: string;
}

type Time = keyof FactTimes;

/** Where a column comes from: from these tables of facts, or from something else. */
export type Trace =
  | { readonly outcome: 'traced'; readonly tables: ReadonlySet<string> }
  | { readonly outcome: 'lost'; readonly found: string; readonly at?: Tree };

/** Common table expressions that a query sees, by name. */
type Scope = ReadonlyMap<
  string,
  { readonly node: TreeNode; readonly scope: Scope }
>;

/**
 * Follows the output column of a query that is called like a time back to the
 * columns that tables of facts declare for it.
 *
 * @param tables - by name in lower case
 */
export function traceTime(
  node: TreeNode,
  time: Time,
  tables: ReadonlyMap<string, FactTimes>,
): Trace {
  return new Tracer(time, tables).output(node, time, new Map());
}

/** What a column can come from. */
interface Origin {
  readonly alias: string;
  readonly trace: (column: string) => Trace | undefined;
}

/** Functions that answer with the latest of what they get. */
const LATEST = new Set(['max', 'greatest']);

class Tracer {
  /** Queries that are being traced: a recursive one that comes back to itself adds nothing. */
  private readonly open = new Set<TreeNode>();

  constructor(
    private readonly time: Time,
    private readonly tables: ReadonlyMap<string, FactTimes>,
  ) {}

  /** Where an output column of a query comes from. */
  output(node: TreeNode, column: string, outer: Scope): Trace {
    if (this.open.has(node)) return traced([]);
    this.open.add(node);
    try {
      const scope = withExpressions(node, outer);
      if (node.type === 'SELECT_NODE')
        return this.selected(node, column, scope);
      const sides = [child(node.left), child(node.right)];
      const names = sides.map(side => nameOnSide(node, sides[0], side, column));
      const isLeftOnly = ['EXCEPT', 'INTERSECT'].includes(
        String(node.setop_type),
      );
      return together(
        sides
          .slice(0, isLeftOnly ? 1 : 2)
          .map((side, index) => this.output(side, names[index], scope)),
      );
    } finally {
      this.open.delete(node);
    }
  }

  private selected(node: TreeNode, column: string, scope: Scope): Trace {
    const items = list(node.select_list).map(child);
    const origins = this.origins(child(node.from_table), scope);
    const item = items.find(one => outputName(one) === column);
    if (item) return this.expression(item, origins, scope, items);
    for (const star of items.filter(one => one.class === 'STAR')) {
      const replaced = list(star.replace_list)
        .map(child)
        .find(({ key }) => nameOf(key) === column);
      if (replaced) {
        return this.expression(child(replaced.value), origins, scope, items);
      }
      const of = nameOf(star.relation_name);
      const found = this.column(
        origins.filter(({ alias }) => of === '' || alias === of),
        column,
      );
      if (found) return found;
    }
    return { outcome: 'lost', found: `no column ${column}` };
  }

  /** What stands in a FROM clause. */
  private origins(from: TreeNode, scope: Scope): Origin[] {
    if (from.type === 'JOIN') {
      return [
        ...this.origins(child(from.left), scope),
        ...this.origins(child(from.right), scope),
      ];
    }
    const alias = nameOf(from.alias);
    const renamed = list(from.column_name_alias).map(nameOf);
    if (from.type === 'SUBQUERY') {
      const query = child(child(from.subquery).node);
      return [this.queryOrigin(alias, query, scope, renamed)];
    }
    if (from.type !== 'BASE_TABLE') return [];
    const name = nameOf(from.table_name);
    const expression = scope.get(name);
    if (expression) {
      const { node, scope: its } = expression;
      return [this.queryOrigin(alias || name, node, its, renamed)];
    }
    const times = this.tables.get(name);
    return [
      {
        alias: alias || name,
        trace: column => {
          if (!times || renamed.length > 0) return undefined;
          if (column === times[this.time].toLowerCase()) return traced([name]);
          return Object.values(times).some(one => one.toLowerCase() === column)
            ? { outcome: 'lost', found: `${name}.${column}` }
            : undefined;
        },
      },
    ];
  }

  private queryOrigin(
    alias: string,
    node: TreeNode,
    scope: Scope,
    renamed: readonly string[],
  ): Origin {
    return {
      alias,
      trace: column => {
        const place = renamed.indexOf(column);
        const inner = place < 0 ? column : selectedNames(node)[place];
        return inner !== undefined && canReturn(node, inner)
          ? this.output(node, inner, scope)
          : undefined;
      },
    };
  }

  /** An origin that selects everything may seem to have what another one has. */
  private column(origins: readonly Origin[], name: string): Trace | undefined {
    const found = origins.flatMap(origin => origin.trace(name) ?? []);
    return found.find(({ outcome }) => outcome === 'traced') ?? found[0];
  }

  private expression(
    node: TreeNode,
    origins: readonly Origin[],
    scope: Scope,
    items: readonly TreeNode[],
  ): Trace {
    const all = (trees: readonly Tree[]) =>
      trees.map(tree => this.expression(child(tree), origins, scope, items));
    const name = nameOf(node.function_name);
    if (node.class === 'COLUMN_REF') {
      return this.columnReference(node, origins, scope, items);
    }
    const isFiltered = isNode(node.filter) || isNode(node.filter_expr);
    if (LATEST.has(name) && !isFiltered) {
      const traces = all(list(node.children));
      // What else greatest() looks at can only make its answer later.
      const known = traces.filter(({ outcome }) => outcome === 'traced');
      return known.length > 0 ? together(known) : together(traces);
    }
    if (node.type === 'OPERATOR_COALESCE' || name === 'ifnull') {
      return all(list(node.children).slice(0, 1))[0];
    }
    if (node.class === 'CAST') {
      const type = String(child(node.cast_type).id);
      if (type === 'TIMESTAMP' || type === 'TIMESTAMP WITH TIME ZONE')
        return all([node.child])[0];
    }
    if (node.class === 'SUBQUERY' && node.subquery_type === 'SCALAR') {
      const query = child(child(node.subquery).node);
      const [first] = selectedNames(query);
      return this.output(query, first ?? this.time, scope);
    }
    return lost(node);
  }

  private columnReference(
    node: TreeNode,
    origins: readonly Origin[],
    scope: Scope,
    items: readonly TreeNode[],
  ): Trace {
    const names = list(node.column_names).map(nameOf);
    const column = names[names.length - 1];
    const of = names.length > 1 ? names[names.length - 2] : undefined;
    const found = this.column(
      origins.filter(({ alias }) => of === undefined || alias === of),
      column,
    );
    if (found?.outcome === 'lost' && found.at === undefined) {
      return { ...found, at: node.query_location };
    }
    if (found) return found;
    // A name that another column of the same SELECT has been given.
    const named = items.find(
      item => item !== node && nameOf(item.alias) === column,
    );
    return named && of === undefined && !refersTo(named, column)
      ? this.expression(named, origins, scope, items)
      : lost(node);
  }
}

function withExpressions(node: TreeNode, outer: Scope): Scope {
  const scope = new Map(outer);
  for (const entry of list(child(node.cte_map).map).map(child)) {
    const name = nameOf(entry.key);
    const query = child(child(child(entry.value).query).node);
    const before: Map<string, { node: TreeNode; scope: Scope }> = new Map(
      scope,
    );
    const own = { node: query, scope: before };
    if (query.type === 'RECURSIVE_CTE_NODE') before.set(name, own);
    scope.set(name, own);
  }
  return scope;
}

function outputName(item: TreeNode): string {
  const names = list(item.column_names);
  return nameOf(item.alias) || nameOf(names[names.length - 1]);
}

/** Columns of a union meet by their place, and are called as on the left, unless it goes by name. */
function nameOnSide(
  union: TreeNode,
  left: TreeNode,
  side: TreeNode,
  column: string,
): string {
  const isByName = String(union.setop_type).endsWith('BY_NAME');
  const stars = [left, side].some(one =>
    list(one.select_list).some(item => child(item).class === 'STAR'),
  );
  if (isByName || stars) return column;
  return selectedNames(side)[selectedNames(left).indexOf(column)] ?? column;
}

/** Names of what a query selects, of a union those of its left side. */
function selectedNames(node: TreeNode): string[] {
  return isNode(node.left)
    ? selectedNames(node.left)
    : list(node.select_list).map(item => outputName(child(item)));
}

function canReturn(node: TreeNode, column: string): boolean {
  if (isNode(node.left)) return canReturn(node.left, column);
  return list(node.select_list)
    .map(child)
    .some(item =>
      item.class === 'STAR'
        ? !list(item.exclude_list).map(nameOf).includes(column)
        : outputName(item) === column,
    );
}

function refersTo(tree: Tree | undefined, column: string): boolean {
  if (Array.isArray(tree)) return tree.some(one => refersTo(one, column));
  if (!isNode(tree)) return false;
  const names = list(tree.column_names).map(nameOf);
  if (names.length === 1 && names[0] === column) return true;
  return Object.values(tree).some(one => refersTo(one, column));
}

function traced(tables: readonly string[]): Trace {
  return { outcome: 'traced', tables: new Set(tables) };
}

/** All of them have to be traced. */
function together(traces: readonly Trace[]): Trace {
  const tables: string[] = [];
  for (const trace of traces) {
    if (trace.outcome === 'lost') return trace;
    tables.push(...trace.tables);
  }
  return traced(tables);
}

function lost(node: TreeNode): Trace {
  const names = list(node.column_names).join('.');
  const called = nameOf(node.function_name);
  const found = names || (called && `${called}(…)`) || 'a value of its own';
  return { outcome: 'lost', found, at: node.query_location };
}
