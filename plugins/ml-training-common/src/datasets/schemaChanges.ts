/** A column that two versions of a table do not agree on. */
export interface SchemaChange {
  readonly name: string;
  /** Its type; absent where the version has no such column. */
  readonly before?: string;
  readonly after?: string;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** What differs between two schemas, in the order of the newer one, then what is gone. */
export function schemaChanges(
  before: readonly Column[],
  after: readonly Column[],
): SchemaChange[] {
  const old = new Map(before.map(({ name, type }) => [name, type]));
  const now = new Set(after.map(({ name }) => name));
  return [
    ...after
      .filter(({ name, type }) => old.get(name) !== type)
      .map(({ name, type }) => {
        const was = old.get(name);
        return { name, ...(was !== undefined && { before: was }), after: type };
      }),
    ...before
      .filter(({ name }) => !now.has(name))
      .map(({ name, type }) => ({ name, before: type })),
  ];
}
