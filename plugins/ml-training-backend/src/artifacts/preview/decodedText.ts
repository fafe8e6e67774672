const DECODER = new TextDecoder('utf-8', { fatal: true });

/** Undefined where bytes are no UTF-8, or hold what no text has. */
export function decodedText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}
