/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import {
  canonicalJson,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../../store/artifactStore';
import { layout } from '../../store/layout';
import { runRecordOf, stepManifestOf } from '../documents';
import { collect } from '../storeTools';

export function describeDocuments(open: () => Promise<ArtifactStore>): void {
  describe('documents', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const key = layout.runRecord('run-1');

    it.each([
      ['no JSON', '{"schema_version":1,'],
      ['half a document', '{"schema_version":1,"run":"run-1"}'],
      ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
      ['a list', '[]'],
    ])('that hold %s are named', async (_, content) => {
      await store.objects.create(key, Buffer.from(content));
      await expect(store.runs.find('run-1')).rejects.toMatchObject({
        problem: 'unreadable',
        key,
        message: expect.stringContaining(key),
      });
    });

    it('that hold a field nobody knows are named', async () => {
      const odd: Json = { ...runRecordOf(), git: null, colour: 'red' };
      await store.objects.create(key, Buffer.from(canonicalJson(odd)));
      await expect(store.runs.find('run-1')).rejects.toThrow(/colour/);
    });

    it('of a later version say that Trainyard must be updated', async () => {
      const later: Json = { ...runRecordOf(), git: null, schema_version: 2 };
      await store.objects.create(key, Buffer.from(canonicalJson(later)));
      await expect(store.runs.find('run-1')).rejects.toMatchObject({
        problem: 'too new',
        message: expect.stringContaining('Update Trainyard'),
      });
    });

    it('do not speak for the key that they were copied to', async () => {
      await store.runs.create(runRecordOf({ run: 'run-1' }));
      const bytes = await store.objects.read(key);
      await store.objects.create(
        layout.runRecord('run-2'),
        bytes ?? Buffer.of(),
      );
      await expect(store.runs.find('run-2')).rejects.toThrow(
        /expected run-2, as its key says, found run-1/,
      );
    });

    it('that could not be read again are not written', async () => {
      const broken = stepManifestOf({
        metrics: [{ name: 'auc', value: Number.NaN }],
      });
      await expect(store.runs.sealStep(broken)).rejects.toMatchObject({
        problem: 'invalid',
      });
      expect(await collect(store.objects.list('runs/'))).toEqual([]);
    });
  });
}
