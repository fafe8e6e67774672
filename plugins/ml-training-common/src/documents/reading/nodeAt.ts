import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, ParsedNode } from 'yaml';
import type { Path } from './finding';

/** The part of a document to which a path leads. */
export interface NodeAt {
  readonly key: ParsedNode;
  /** Null where nothing is written after the key. */
  readonly value: ParsedNode | null;
}

/**
 * Where the path leads to nothing: the last thing on the way that is there, since
 * that is where something is missing.
 *
 * @param resolved - what each alias stands for
 */
export function nodeAt(
  root: ParsedNode,
  resolved: ReadonlyMap<Alias, ParsedNode>,
  path: Path,
): { readonly node: NodeAt; readonly missing: boolean } {
  let node: NodeAt = { key: root, value: root };
  for (const part of path) {
    const child = node.value && childOf(follow(node.value, resolved), part);
    if (!child) return { node, missing: true };
    node = child;
  }
  return { node, missing: false };
}

function childOf(node: ParsedNode, part: string | number): NodeAt | undefined {
  if (isMap(node)) {
    return node.items.find(
      ({ key }) => isScalar(key) && key.value === String(part),
    );
  }
  if (isSeq(node) && typeof part === 'number' && part in node.items) {
    const value = node.items[part] as ParsedNode;
    return { key: value, value };
  }
  return undefined;
}

function follow(
  node: ParsedNode,
  resolved: ReadonlyMap<Alias, ParsedNode>,
): ParsedNode {
  return isAlias(node) ? (resolved.get(node) ?? node) : node;
}
