import type { Knex } from 'knex';
import { storable } from '../../database/columns';
import { insertRows } from '../../database/insertRows';

/**
 * Numbers of the names of metrics and parameters, which their rows carry. Names are
 * never renamed or deleted, so what was read once stays true.
 */
export interface FieldNames {
  /** Of those that are known; a name that nobody recorded is absent. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Gives a number to each that has none. Not inside a transaction: on SQLite it
   * would wait for the connection that the transaction holds, and what is rolled
   * back must not be remembered.
   */
  number(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export function fieldNames(knex: Knex): FieldNames {
  const known = new Map<string, number>();
  const unknown = (names: Iterable<string>) => [
    ...new Set([...names].map(storable).filter(name => !known.has(name))),
  ];
  async function find(all: Iterable<string>) {
    // A batch of points says the same few names a thousand times.
    const names = new Set(all);
    const asked = unknown(names);
    for (let at = 0; at < asked.length; at += MOST_ASKED) {
      const rows = await knex<{ id: number; name: string }>('field_names')
        .whereIn('name', asked.slice(at, at + MOST_ASKED))
        .select('id', 'name');
      for (const { id, name } of rows) known.set(name, id);
    }
    return pick(known, names);
  }
  return {
    find,
    async number(all) {
      const names = new Set(all);
      await find(names);
      await insertRows(knex, {
        into: 'field_names',
        columns: ['name'],
        // Two who insert in one order cannot wait for each other.
        rows: unknown(names)
          .sort()
          .map(name => [name]),
        onConflict: { key: ['name'], update: [] },
      });
      return find(names);
    },
  };
}

const MOST_ASKED = 1000;

/** By the names as they were asked for. */
function pick(known: ReadonlyMap<string, number>, names: Iterable<string>) {
  return new Map(
    [...names].flatMap(name => {
      const id = known.get(storable(name));
      return id === undefined ? [] : [[name, id] as const];
    }),
  );
}
