import { StoreError } from '../../objects/storeError';
import { openFileSystemStore } from '../../store/openStore';

/** Puts a blob of so many bytes; prints the fault that it meets. */
const [root, bytes] = process.argv.slice(2);

async function write() {
  const store = await openFileSystemStore(root);
  try {
    await store.blobs.put(Buffer.alloc(Number(bytes), 'x'));
    process.stdout.write('put');
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    process.stdout.write(`${error.fault}\n${error.message}`);
  }
}

write();
