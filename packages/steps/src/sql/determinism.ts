import type { Session } from '../duckdb/session';

const CLOCK =
  'Tables are a function of their sources alone: compare with a column, or write the instant itself.';
const WORLD =
  'Tables are a function of their sources alone: write the value itself.';
const DICE =
  'Take something of the row that never changes, such as hash(key) % 100.';
const ESTIMATE =
  'Estimates depend on the order of rows: use the exact function.';

/**
 * Functions that the engine calls consistent, and which nevertheless answer from
 * something beside their arguments; what to write instead.
 */
const REFUSED: Readonly<Record<string, string>> = {
  current_setting: WORLD,
  getvariable: WORLD,
  current_localtime: CLOCK,
  current_localtimestamp: CLOCK,
  json_deserialize_sql: WORLD,
  json_serialize_plan: WORLD,
  json_serialize_sql: WORLD,
  parse_duckdb_log_message: WORLD,
  vector_type: WORLD,
  reservoir_quantile: ESTIMATE,
  approx_count_distinct: ESTIMATE,
  approx_quantile: ESTIMATE,
  approx_top_k: ESTIMATE,
};

/** Advice for functions that the engine itself calls volatile. */
const ADVICE: Readonly<Record<string, string>> = {
  random: DICE,
  uuid: DICE,
  uuidv4: DICE,
  uuidv7: DICE,
  gen_random_uuid: DICE,
  setseed: DICE,
  now: CLOCK,
  today: CLOCK,
  current_date: CLOCK,
  transaction_timestamp: CLOCK,
  get_current_time: CLOCK,
  get_current_timestamp: CLOCK,
};

/** Words that the engine takes for functions where no column is called so. */
export const KEYWORD_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['current_date', CLOCK],
  ['current_time', CLOCK],
  ['current_timestamp', CLOCK],
  ['localtime', CLOCK],
  ['localtimestamp', CLOCK],
  ['current_catalog', WORLD],
  ['current_role', WORLD],
  ['current_schema', WORLD],
  ['current_user', WORLD],
  ['session_user', WORLD],
  ['user', WORLD],
]);

/** Macros of the engine carry no mark of consistency; these were read and have only their arguments. */
const MACROS: ReadonlySet<string> = new Set([
  'array_append',
  'array_pop_back',
  'array_pop_front',
  'array_prepend',
  'array_push_back',
  'array_push_front',
  'array_reverse',
  'array_to_string',
  'date_add',
  'days_in_month',
  'fdiv',
  'fmod',
  'list_append',
  'list_avg',
  'list_bool_and',
  'list_bool_or',
  'list_count',
  'list_first',
  'list_last',
  'list_max',
  'list_median',
  'list_min',
  'list_prepend',
  'list_product',
  'list_reverse',
  'list_sum',
  'map_contains_entry',
  'map_contains_value',
  'md5_number_lower',
  'md5_number_upper',
  'nullif',
  'round_even',
  'roundbankers',
  'split_part',
]);

/** Table functions that read nothing. */
export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'generate_series',
  'range',
  'unnest',
]);

/** Their answer is the first or the last row they meet, or a list in the order of meeting. */
export const NEED_ORDER: ReadonlySet<string> = new Set([
  'any_value',
  'arbitrary',
  'array_agg',
  'first',
  'group_concat',
  'last',
  'list',
  'listagg',
  'string_agg',
]);

/** Window functions whose answer is the place of a row among its peers. */
export const WINDOWS_NEED_ORDER: ReadonlySet<string> = new Set([
  ...NEED_ORDER,
  'cume_dist',
  'dense_rank',
  'fill',
  'first_value',
  'lag',
  'last_value',
  'lead',
  'nth_value',
  'ntile',
  'percent_rank',
  'rank',
  'rank_dense',
  'row_number',
]);

/** Aggregates with one answer in whatever order rows come. Others add up fractions, or break ties by it. */
const EXACT_AGGREGATES: ReadonlySet<string> = new Set([
  'bit_and',
  'bit_or',
  'bit_xor',
  'bool_and',
  'bool_or',
  'count',
  'count_if',
  'count_star',
  'countif',
  'max',
  'min',
]);

export type FunctionVerdict =
  | { readonly verdict: 'deterministic' }
  /** Deterministic where rows come in one order: on one thread. */
  | { readonly verdict: 'depends on order' }
  | { readonly verdict: 'unknown' }
  | { readonly verdict: 'refused'; readonly advice: string };

/** What is known of each function of the engine. */
export class FunctionCatalogue {
  private constructor(
    private readonly kinds: ReadonlyMap<string, readonly FunctionKind[]>,
  ) {}

  /** Read once: nobody adds to the functions that the engine brings along. */
  private static known?: FunctionCatalogue;

  static async read(session: Session): Promise<FunctionCatalogue> {
    FunctionCatalogue.known ??= await FunctionCatalogue.ask(session);
    return FunctionCatalogue.known;
  }

  private static async ask(session: Session): Promise<FunctionCatalogue> {
    const rows = await session.rows(
      `SELECT lower(function_name) AS name, function_type AS kind,
              bool_and(coalesce(stability = 'CONSISTENT', false)) AS consistent
         FROM duckdb_functions() WHERE internal
        GROUP BY ALL`,
    );
    const kinds = new Map<string, FunctionKind[]>();
    for (const { name, kind, consistent } of rows) {
      const known = kinds.get(String(name)) ?? [];
      kinds.set(String(name), [
        ...known,
        { kind: String(kind), consistent: consistent === true },
      ]);
    }
    return new FunctionCatalogue(kinds);
  }

  /**
   * @param name - in lower case
   * @param hasArguments - how many there are: age(t) looks at the clock, age(a, b) does not
   */
  verdict(name: string, hasArguments: number): FunctionVerdict {
    const advice = REFUSED[name];
    if (advice !== undefined) return { verdict: 'refused', advice };
    if (name === 'age' && hasArguments < 2) {
      return { verdict: 'refused', advice: CLOCK };
    }
    // Not in the engine's list: it turns a list into rows, of whatever clause.
    if (name === 'unnest') return { verdict: 'deterministic' };
    if (MACROS.has(name)) return { verdict: 'deterministic' };
    const kinds = (this.kinds.get(name) ?? []).filter(({ kind }) =>
      ['scalar', 'aggregate', 'macro'].includes(kind),
    );
    if (kinds.length === 0) return { verdict: 'unknown' };
    if (name.startsWith('__') || kinds.some(({ consistent }) => !consistent)) {
      return { verdict: 'refused', advice: ADVICE[name] ?? WORLD };
    }
    return kinds.every(({ kind }) => kind === 'scalar') ||
      EXACT_AGGREGATES.has(name)
      ? { verdict: 'deterministic' }
      : { verdict: 'depends on order' };
  }
}

interface FunctionKind {
  readonly kind: string;
  readonly consistent: boolean;
}
