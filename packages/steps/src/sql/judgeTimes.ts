import type { SqlProblem, TreeNode } from './tree';
export function judgeTimes(
  _sql: string,
  _node: TreeNode,
  _facts: object,
): readonly SqlProblem[] {
  return [];
}
