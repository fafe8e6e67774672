/** Holds one opening brace, so that no text of a user's needs one. */
export const BRACE_VARIABLE = 'TRAINYARD_BRACE';

const BRACE = `$(${BRACE_VARIABLE})`;

/**
 * A text of a user's for a container's command or environment. Argo evaluates
 * whatever stands between two pairs of braces, again and again; the kubelet puts
 * in variables once and afterwards. So braces go in by the kubelet, and dollar
 * signs are doubled, by which it leaves them alone.
 */
export function kubeletText(text: string): string {
  return text.replace(/[${]/g, sign => (sign === '$' ? '$$' : BRACE));
}

/** What the container gets to see of it. */
export function plainText(text: string): string {
  return text.replace(/\$\$|\$\(TRAINYARD_BRACE\)/g, found =>
    found === BRACE ? '{' : '$',
  );
}
