/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import { digestOfText } from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../../store/artifactStore';
import { layout } from '../../store/layout';
import { collect, replace, MISSING } from '../storeTools';

export function describeBlobs(open: () => Promise<ArtifactStore>): void {
  describe('blobs', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    it('are named by their bytes', async () => {
      const put = await store.blobs.put(Buffer.from('abc'));
      expect(put).toEqual({ sha256: digestOfText('abc'), bytes: 3 });
      expect(await store.blobs.has(put.sha256)).toBe(true);
      expect(await store.blobs.has(MISSING)).toBe(false);
      expect(await store.blobs.readAll(put.sha256)).toEqual(
        new Uint8Array(Buffer.from('abc')),
      );
    });

    it('are verified by whoever reads them', async () => {
      const { sha256 } = await store.blobs.put(Buffer.from('abc'));
      await replace(store, layout.blob(sha256), 'abd');
      const corrupt = { problem: 'corrupt', key: layout.blob(sha256) };
      await expect(store.blobs.readAll(sha256)).rejects.toMatchObject(corrupt);
      await expect(collect(store.blobs.read(sha256))).rejects.toMatchObject(
        corrupt,
      );
    });

    it('never hand over their last byte unverified', async () => {
      const bytes = Buffer.alloc(2_500_000, 'a');
      const { sha256 } = await store.blobs.put(bytes);
      await replace(store, layout.blob(sha256), `${'a'.repeat(2_499_999)}b`);
      let received = 0;
      const reading = async () => {
        for await (const piece of store.blobs.read(sha256)) {
          received += piece.length;
        }
      };
      await expect(reading()).rejects.toMatchObject({ problem: 'corrupt' });
      expect(received).toBeLessThan(bytes.length);
    });

    it('are read by range without being verified', async () => {
      const { sha256 } = await store.blobs.put(Buffer.from('abcdef'));
      const part = async () =>
        Buffer.concat(
          await collect(store.blobs.readRange(sha256, { from: 2, bytes: 3 })),
        ).toString();
      expect(await part()).toBe('cde');
      await replace(store, layout.blob(sha256), 'uvwxyz');
      expect(await part()).toBe('wxy');
    });

    it('say how long they are', async () => {
      const { sha256 } = await store.blobs.put(Buffer.from('abcdef'));
      expect(await store.blobs.size(sha256)).toBe(6);
    });

    it('say what is missing', async () => {
      const missing = { problem: 'missing', key: layout.blob(MISSING) };
      await expect(store.blobs.readAll(MISSING)).rejects.toMatchObject(missing);
      await expect(collect(store.blobs.read(MISSING))).rejects.toMatchObject(
        missing,
      );
      await expect(
        collect(store.blobs.readRange(MISSING, { from: 0 })),
      ).rejects.toMatchObject(missing);
      await expect(store.blobs.size(MISSING)).rejects.toMatchObject(missing);
    });
  });
}
