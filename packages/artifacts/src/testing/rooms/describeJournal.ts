/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import type { ArtifactStore, JournalEvent } from '../../store/artifactStore';
import { collect, AT } from '../storeTools';

export function describeJournal(open: () => Promise<ArtifactStore>): void {
  describe('the journal', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const event = (id: string, at: string): JournalEvent => ({
      schema_version: 1,
      id,
      at,
      event: 'step began',
      run: 'run-1',
      attempt: 1,
      step: 'train-model',
    });
    const ids = async (at: string) =>
      (await collect(store.journal.since(at))).map(({ id }) => id);

    it('tells what happened from a minute on, in order', async () => {
      await store.journal.append(event('d', '2026-07-02T09:00:00.000Z'));
      await store.journal.append(event('a', '2026-07-02T08:15:59.000Z'));
      await store.journal.append(event('b', '2026-07-02T08:15:01.000Z'));
      await store.journal.append(event('c', '2026-07-02T08:16:00.000Z'));
      await store.journal.append(event('e', '2026-07-03T00:00:00.000Z'));
      expect(await ids('2026-07-02T08:15:30.000Z')).toEqual([
        'b',
        'a',
        'c',
        'd',
        'e',
      ]);
      expect(await ids('2026-07-02T08:16:59.999Z')).toEqual(['c', 'd', 'e']);
      expect(await ids('2027-01-01T00:00:00.000Z')).toEqual([]);
    });

    it('tells of one minute what is not known yet', async () => {
      const known = new Set<string>();
      const news = async () =>
        (await store.journal.newIn(AT, known)).map(({ id }) => id);
      expect(await news()).toEqual([]);
      await store.journal.append(event('a', AT));
      await store.journal.append(event('other', '2026-07-02T09:00:00.000Z'));
      expect(await news()).toEqual(['a']);
      await store.journal.append(event('b', AT));
      expect(await news()).toEqual(['b']);
      expect(await news()).toEqual([]);
    });

    it('holds an event once', async () => {
      await store.journal.append(event('a', AT));
      await store.journal.append(event('a', AT));
      expect(await collect(store.journal.since(AT))).toEqual([event('a', AT)]);
    });
  });
}
