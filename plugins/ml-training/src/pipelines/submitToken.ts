/**
 * What makes the sending of one press again harmless. `randomUUID` is missing
 * where the portal is reached without TLS.
 */
export function submitToken(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}
