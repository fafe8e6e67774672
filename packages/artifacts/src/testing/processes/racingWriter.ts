import { once } from 'node:events';
import { openFileSystemStore } from '../../store/openStore';

/** Waits for a word on stdin, then tries to be the first at every key; prints which it was. */
const [root, name, keys] = process.argv.slice(2);

async function race() {
  const { objects } = await openFileSystemStore(root);
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  const created: number[] = [];
  for (let n = 0; n < Number(keys); n++) {
    const outcome = await objects.create(`race/${n}`, Buffer.from(name));
    if (outcome === 'created') created.push(n);
  }
  process.stdout.write(JSON.stringify(created));
  process.stdin.destroy();
}

race();
