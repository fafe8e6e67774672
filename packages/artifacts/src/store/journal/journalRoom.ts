import { byUtf8 } from '../../objects/byUtf8';
import type { ObjectStore } from '../../objects/objectStore';
import type { JournalRoom } from '../artifactStore';
import { readDocument } from '../documents/readDocument';
import { createDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { journalEvent, type JournalEvent } from './journalEvent';

export function journalRoom(objects: ObjectStore): JournalRoom {
  return {
    async append(event) {
      const key = layout.event(event.at, event.id);
      await createDocument(objects, key, journalEvent, event);
    },

    async *since(at) {
      const from = layout.minute(at);
      for await (const child of objects.children(layout.journal)) {
        const minute = child.slice(0, -1);
        // Fixed width, so that the order of texts is the order of time.
        if (child.endsWith('/') && byUtf8(minute, from) >= 0) {
          yield* await eventsOf(objects, `${layout.journal}${child}`);
        }
      }
    },

    newIn: (at, known) =>
      eventsOf(objects, `${layout.journal}${layout.minute(at)}/`, known),
  };
}

/** Within a minute by instant, then by id. */
async function eventsOf(
  objects: ObjectStore,
  prefix: string,
  known = new Set<string>(),
): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for await (const key of objects.list(prefix)) {
    if (known.has(key)) continue;
    const event = await readDocument(objects, key, journalEvent);
    if (event) events.push(event);
    known.add(key);
  }
  return events.sort((a, b) => byUtf8(a.at, b.at) || byUtf8(a.id, b.id));
}
