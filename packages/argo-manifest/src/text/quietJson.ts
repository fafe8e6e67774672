import type { Json } from '@trainyard/backstage-plugin-ml-training-common';

/**
 * JSON that means the same wherever it stands in a manifest: two opening braces
 * begin a template of Argo's, a dollar sign a variable of the kubelet's, and what
 * is not ASCII is quoted by Argo as Go does it and not as JSON does. All of them
 * occur in strings only, where JSON has another way of writing them.
 */
export function quietJson(value: Json): string {
  return JSON.stringify(value).replace(
    /\{(?=\{)|\$|[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
