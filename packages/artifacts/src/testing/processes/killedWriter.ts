import { openFileSystemStore } from '../../store/openStore';
import { everyWrite } from './everyWrite';

/** Writes everything, and kills itself at the first moment that bears the name. */
const [root, moment] = process.argv.slice(2);

const killAt = (now: string) => {
  if (now !== moment) return;
  process.kill(process.pid, 'SIGKILL');
};

async function write() {
  const store = await openFileSystemStore(root, {
    observer: {
      before: action => killAt(`before ${action}`),
      after: action => killAt(`after ${action}`),
    },
  });
  await everyWrite(store);
}

write();
