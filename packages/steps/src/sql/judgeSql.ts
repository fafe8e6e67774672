import type { Session } from '../duckdb/session';
import {
  FunctionCatalogue,
  KEYWORD_FUNCTIONS,
  NEED_ORDER,
  TABLE_FUNCTIONS,
  WINDOWS_NEED_ORDER,
} from './determinism';
import {
  child,
  isNode,
  list,
  nameOf,
  parseSelect,
  placeOf,
  type ParsedSelect,
  type SqlProblem,
  type Tree,
  type TreeNode,
} from './tree';

export type SqlVerdict =
  | {
      readonly verdict: 'accepted';
      readonly select: ParsedSelect;
      /** Some answer depends on the order in which rows come, which one thread keeps. */
      readonly needsOneThread: boolean;
    }
  | { readonly verdict: 'refused'; readonly problems: readonly SqlProblem[] };

/**
 * Judges a team's SQL: one SELECT over the given tables, which reads nothing else
 * and answers the same whenever and wherever it is asked (design §5).
 *
 * The tree of the engine's own parser is walked to its leaves. Names of columns
 * and types are not looked at: they are the business of the engine when it runs.
 *
 * @param tables - what the SELECT may read
 */
export async function judgeSql(
  session: Session,
  sql: string,
  tables: readonly string[],
): Promise<SqlVerdict> {
  const parsed = await parseSelect(session, sql);
  if (parsed.outcome === 'refused') {
    return { verdict: 'refused', problems: parsed.problems };
  }
  const functions = await FunctionCatalogue.read(session);
  const judge = new Judge(sql, functions, tables);
  judge.visit(parsed.select.node, new Set());
  const { problems, needsOneThread } = judge;
  return problems.length > 0
    ? { verdict: 'refused', problems }
    : { verdict: 'accepted', select: parsed.select, needsOneThread };
}

/** Names of common table expressions that a node can see. */
type Scope = ReadonlySet<string>;

/** Kinds of relations and expressions that are no SELECT over tables. */
const REFUSED_NODES: Readonly<Record<string, string>> = {
  SHOW_REF: 'DESCRIBE, SHOW or SUMMARIZE',
  PIVOT: 'PIVOT',
  COLUMN_DATA: 'rows of another statement',
  VALUE_PARAMETER: 'a parameter',
  VALUE_DEFAULT: 'DEFAULT',
};

class Judge {
  readonly problems: SqlProblem[] = [];
  needsOneThread = false;

  constructor(
    private readonly sql: string,
    private readonly functions: FunctionCatalogue,
    private readonly tables: readonly string[],
  ) {}

  visit(tree: Tree | undefined, scope: Scope): void {
    if (Array.isArray(tree)) {
      for (const one of tree) this.visit(one, scope);
    } else if (isNode(tree)) {
      this.visitNode(tree, scope);
    }
  }

  private visitNode(node: TreeNode, scope: Scope) {
    const inner = this.visitExpressionsOf(node.cte_map, scope);
    this.judge(node, inner);
    if (node.type === 'TABLE_FUNCTION') {
      // Its function has been judged: it is none of an expression.
      this.visit(child(node.function).children, inner);
      return;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'cte_map') this.visit(value, inner);
    }
  }

  /** A common table expression sees those before it, and itself only where it is recursive. */
  private visitExpressionsOf(map: Tree | undefined, scope: Scope): Scope {
    let seen = scope;
    for (const entry of list(child(map).map).map(child)) {
      const name = nameOf(entry.key);
      const { node } = child(child(entry.value).query);
      const isRecursive = child(node).type === 'RECURSIVE_CTE_NODE';
      this.visit(entry.value, isRecursive ? new Set([...seen, name]) : seen);
      seen = new Set([...seen, name]);
    }
    return seen;
  }

  private judge(node: TreeNode, scope: Scope) {
    const refused = REFUSED_NODES[String(node.type)];
    if (refused !== undefined) {
      this.refuse(node, refused, 'Write it as a SELECT over the tables.');
    }
    if (isNode(node.sample)) {
      this.refuse(
        node,
        'a sample of rows',
        'Choose rows by something of theirs, such as WHERE hash(key) % 100 < 5.',
      );
    }
    if (node.type === 'BASE_TABLE') this.judgeTable(node, scope);
    else if (node.type === 'TABLE_FUNCTION') this.judgeTableFunction(node);
    else if (node.type === 'JOIN') this.judgeJoin(node);
    else if (node.class === 'WINDOW') this.judgeWindow(node);
    else if (node.class === 'FUNCTION') this.judgeFunction(node);
    else if (node.class === 'COLUMN_REF') this.judgeColumn(node);
    this.judgeModifiers(list(node.modifiers).map(child));
  }

  private judgeTable(node: TreeNode, scope: Scope) {
    const name = nameOf(node.table_name);
    const isQualified = Boolean(node.schema_name) || Boolean(node.catalog_name);
    if (!isQualified && scope.has(name)) return;
    const known = this.tables.map(table => table.toLowerCase());
    if (!isQualified && known.includes(name)) return;
    const full = [node.catalog_name, node.schema_name, node.table_name];
    this.refuse(
      node,
      `table ${full.filter(Boolean).join('.')}`,
      `Read what the pipeline declares: ${this.tables.join(', ')}.`,
      'a table that is declared',
    );
  }

  private judgeTableFunction(node: TreeNode) {
    const name = nameOf(child(node.function).function_name);
    if (TABLE_FUNCTIONS.has(name)) return;
    this.refuse(
      node,
      `${name}()`,
      `Files and settings cannot be read here: declare a source, and read it by its name. Table functions are ${[...TABLE_FUNCTIONS].join(', ')}.`,
      'a table that is declared',
    );
  }

  private judgeJoin(node: TreeNode) {
    if (node.ref_type === 'POSITIONAL') {
      this.refuse(
        node,
        'a positional join',
        'Rows have no order of their own: join on columns.',
      );
    }
    if (node.ref_type === 'ASOF') this.needsOneThread = true;
  }

  private judgeWindow(node: TreeNode) {
    this.needsOneThread = true;
    const name = nameOf(node.function_name);
    if (WINDOWS_NEED_ORDER.has(name) && list(node.orders).length === 0) {
      this.refuse(
        node,
        `${name}() over rows in no order`,
        'Write OVER (… ORDER BY …) with columns that name a row.',
        'an order',
      );
    }
    this.judgeName(node, name, list(node.children).length);
  }

  private judgeFunction(node: TreeNode) {
    const name = nameOf(node.function_name);
    if (TABLE_FUNCTIONS.has(name) && node.is_operator !== true) return;
    const hasOrder = list(child(node.order_bys).orders).length > 0;
    if (NEED_ORDER.has(name) && !hasOrder) {
      this.refuse(
        node,
        `${name}() of rows in no order`,
        `Write ${name}(… ORDER BY …) with columns that name a row, or max() or min().`,
        'an order',
      );
    }
    const schema = nameOf(node.schema);
    if (nameOf(node.catalog) !== '' || !['', 'main'].includes(schema)) {
      this.refuse(node, `${schema}.${name}()`, 'Write its name alone.');
    }
    this.judgeName(node, name, list(node.children).length);
  }

  private judgeName(node: TreeNode, name: string, hasArguments: number) {
    const found = this.functions.verdict(name, hasArguments);
    if (found.verdict === 'depends on order') this.needsOneThread = true;
    if (found.verdict === 'refused') {
      this.refuse(node, `${name}()`, found.advice, DETERMINISTIC);
    }
    if (found.verdict === 'unknown') {
      this.refuse(
        node,
        `${name}()`,
        'There is no such function here; those of DuckDB are listed in its manual.',
        DETERMINISTIC,
      );
    }
  }

  private judgeColumn(node: TreeNode) {
    const names = list(node.column_names);
    const name = nameOf(names[0]);
    const advice = KEYWORD_FUNCTIONS.get(name);
    if (names.length > 1 || advice === undefined) return;
    this.refuse(
      node,
      name,
      `${advice} Where it is a column, write its table before it.`,
      DETERMINISTIC,
    );
  }

  private judgeModifiers(modifiers: readonly TreeNode[]) {
    const hasOrder = modifiers.some(({ type }) => type === 'ORDER_MODIFIER');
    for (const modifier of modifiers) {
      const isLimit = String(modifier.type).startsWith('LIMIT');
      const targets = list(modifier.distinct_on_targets);
      if (isLimit || targets.length > 0) {
        this.needsOneThread = true;
        if (!hasOrder) {
          this.refuse(
            isLimit
              ? child(modifier.limit ?? modifier.offset)
              : child(targets[0]),
            isLimit
              ? 'LIMIT of rows in no order'
              : 'DISTINCT ON rows in no order',
            'Add ORDER BY with columns that name a row.',
            'an order',
          );
        }
      }
    }
  }

  private refuse(
    node: TreeNode,
    found: string,
    advice: string,
    expected = 'a SELECT over the declared tables',
  ) {
    const place = placeOf(this.sql, node.query_location);
    this.problems.push({ ...place, found, expected, advice });
  }
}

const DETERMINISTIC = 'a function that answers from its arguments alone';
