/** What carries Backstage's signals between the processes of a portal. */
export const SIGNALS_TOPIC = 'signals';

const CHANNEL = 'ml-training';

/**
 * Whether an event is the training service saying that something changed. It says
 * so to open pages, as a signal; signals travel as events, which anyone may hear.
 */
export function isTrainingSignal(payload: unknown): boolean {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'channel' in payload &&
    payload.channel === CHANNEL
  );
}
