import type { JournalEvent } from '@trainyard/artifacts';
import type { Aside } from './aside';
import type { RunPorts } from './runPorts';

/**
 * Writes an event into the journal, for whoever watches the store instead of
 * reading all of it. Nobody waits for it: the manifests are the truth.
 */
export function hint(
  ports: Pick<RunPorts, 'store' | 'now'>,
  {
    run,
    attempt,
    aside,
  }: { readonly run: string; readonly attempt: number; readonly aside: Aside },
  event: JournalEvent['event'],
  step?: string,
): void {
  aside.begin(
    ports.store.journal.append({
      schema_version: 1,
      id: [run, attempt, step, event.replaceAll(' ', '-')]
        .filter(Boolean)
        .join('.'),
      at: ports.now().toISOString(),
      event,
      run,
      attempt,
      ...(step && { step }),
    }),
  );
}
