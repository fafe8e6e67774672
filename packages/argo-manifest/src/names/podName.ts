const LONGEST_PREFIX = 242;

/**
 * The name of a node's pod, which nodes do not say. Source: workflow/util/pod_name.go,
 * GeneratePodName in version v2, Argo 3.4 and later.
 */
export function podName(
  workflow: string,
  {
    name,
    templateName = '',
  }: { readonly name: string; readonly templateName?: string },
): string {
  if (workflow === name) return workflow;
  const prefix = templateName ? `${workflow}-${templateName}` : workflow;
  return `${prefix.slice(0, LONGEST_PREFIX)}-${fnv1a(name)}`;
}

/** FNV-1a of 32 bits, of text that is ASCII. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) {
    // eslint-disable-next-line no-bitwise
    hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193);
  }
  // eslint-disable-next-line no-bitwise
  return hash >>> 0;
}
