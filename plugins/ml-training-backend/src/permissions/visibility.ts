/** Which rows a caller may see: a permission's conditions as the database understands them. */
export type Visibility =
  | { readonly rows: 'all' }
  | { readonly rows: 'none' }
  | { readonly rows: 'some'; readonly where: RowCondition };

export type RowCondition =
  /** Owned by one of these entity references. */
  | { readonly owners: readonly string[] }
  | { readonly namespaces: readonly string[] }
  | { readonly allOf: readonly RowCondition[] }
  | { readonly anyOf: readonly RowCondition[] }
  | { readonly not: RowCondition };
