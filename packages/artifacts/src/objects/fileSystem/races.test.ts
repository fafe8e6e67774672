import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openFileSystemStore } from '../../store/openStore';
import { bundle } from '../../testing/processes/bundle';
import { useScratchFolder } from '../../testing/scratchFolder';

const scratch = useScratchFolder();
const KEYS = 60;

it('lets exactly one of several processes create a key', async () => {
  const script = bundle('racingWriter', scratch());
  const root = scratch('store');
  const names = ['a', 'b', 'c', 'd'];
  const racers = names.map(name =>
    spawn(process.execPath, [script, root, name, String(KEYS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(racers.map(({ stdout }) => once(stdout, 'data')));
  const answers = racers.map(async racer => {
    let answer = '';
    racer.stdout.on('data', data => {
      answer += data;
    });
    racer.stdin.write('go\n');
    await once(racer, 'close');
    return JSON.parse(answer) as number[];
  });
  const created = await Promise.all(answers);

  expect(created.flat().sort((a, b) => a - b)).toEqual([...Array(KEYS).keys()]);
  const { objects } = await openFileSystemStore(root);
  for (const [racer, keys] of created.entries()) {
    for (const n of keys) {
      const bytes = await objects.read(`race/${n}`);
      expect(Buffer.from(bytes ?? []).toString()).toBe(names[racer]);
    }
  }
}, 30_000);
