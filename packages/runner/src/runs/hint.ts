import type { JournalEvent } from '@trainyard/artifacts';
import type { RunPorts } from './runPorts';

/** Writes an event into the journal, for whoever watches the store instead of reading all of it. */
export async function hint(
  ports: RunPorts,
  { run, attempt }: { readonly run: string; readonly attempt: number },
  event: JournalEvent['event'],
  step?: string,
): Promise<void> {
  await ports.store.journal.append({
    schema_version: 1,
    id: [run, attempt, step, event.replaceAll(' ', '-')]
      .filter(Boolean)
      .join('.'),
    at: ports.now().toISOString(),
    event,
    run,
    attempt,
    ...(step && { step }),
  });
}
