const LONGEST_PREFIX = 242;

/**
 * The name of a node's pod, as Argo makes it since 3.4: nodes do not say it.
 * Source: workflow/util/pod_name.go, GeneratePodName with version v2.
 */
export function podName(
  workflow: string,
  node: { readonly name: string; readonly templateName: string },
): string {
  if (workflow === node.name) return workflow;
  const prefix = node.templateName
    ? `${workflow}-${node.templateName}`
    : workflow;
  return `${prefix.slice(0, LONGEST_PREFIX)}-${fnv1a(node.name)}`;
}

/** FNV-1a of 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
