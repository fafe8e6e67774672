import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eachAtMost } from '../../folders/eachAtMost';
import type { ArtifactStore } from '../../store/artifactStore';
import { openFileSystemStore } from '../../store/openStore';
import { bundle } from '../../testing/processes/bundle';
import { everyWrite } from '../../testing/processes/everyWrite';
import { verifyStore } from '../../verification/verifyStore';

const ROOMS = [
  'blobs',
  'trees',
  'names',
  'results',
  'runs',
  'checkpoints',
  'journal',
  'staging',
];

let folder: string;
beforeAll(() => {
  // In memory where there is such a place: what a kill leaves does not depend on
  // the disk, and thousands of syncs would take their time there.
  const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  folder = mkdtempSync(join(place, 'trainyard-kills-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function keysOf(store: ArtifactStore) {
  const keys: string[] = [];
  for (const room of ROOMS) {
    for await (const key of store.objects.list(`${room}/`)) keys.push(key);
  }
  return keys;
}

async function problemsOf(store: ArtifactStore) {
  const problems: string[] = [];
  for await (const { problem } of verifyStore(store)) problems.push(problem);
  return problems;
}

/**
 * Every moment in which a write can be cut off, each once. The moment after an
 * action is the one before the next action of the same write: nothing lies between.
 */
async function allMoments(root: string): Promise<string[]> {
  const moments = new Set<string>();
  let after: { readonly kind: string; readonly moment: string } | undefined;
  const kindOf = (action: string) => action.split(':')[0];
  const endWrite = () => {
    if (after) moments.add(after.moment);
    after = undefined;
  };
  const store = await openFileSystemStore(root, {
    observer: {
      before: action => {
        if (after?.kind !== kindOf(action)) endWrite();
        moments.add(`before ${action}`);
      },
      after: action => {
        after = { kind: kindOf(action), moment: `after ${action}` };
      },
    },
  });
  await everyWrite(store);
  endWrite();
  return [...moments];
}

async function killedAt(script: string, root: string, moment: string) {
  const child = spawn(process.execPath, [script, root, moment], {
    stdio: 'inherit',
    // Some seventy processes load the same file.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

it('loses nothing and shows nothing half, at whatever moment it is killed', async () => {
  const script = bundle('killedWriter', folder);
  const moments = await allMoments(join(folder, 'whole'));
  const whole = await keysOf(await openFileSystemStore(join(folder, 'whole')));

  const kinds = new Set(
    moments.map(moment => moment.replace(/^(before|after) |: .*$/g, '')),
  );
  expect([...kinds].sort()).toEqual([
    'attempt begun',
    'attempt end',
    'blob',
    'checkpoint',
    'checkpoint claim',
    'journal',
    'name',
    'result',
    'run',
    'staging',
    'step begun',
    'step manifest',
    'tree',
  ]);

  const judged = await eachAtMost(
    3,
    [...moments.entries()],
    async ([at, moment]) => {
      const root = join(folder, String(at));
      const signal = await killedAt(script, root, moment);
      const owners = () => readdirSync(join(root, 'drafts'));
      const store = await openFileSystemStore(root);
      const verdict = {
        moment,
        signal,
        drafts: owners(),
        problems: await problemsOf(store),
        atOnce: (await keysOf(store)).filter(
          key => !whole.includes(key) && !key.startsWith('staging/'),
        ),
      };
      await everyWrite(store);
      return { ...verdict, resumed: await keysOf(store) };
    },
  );

  for (const verdict of judged) {
    expect(verdict).toEqual({
      moment: verdict.moment,
      signal: 'SIGKILL',
      drafts: [],
      problems: [],
      atOnce: [],
      resumed: whole,
    });
  }
}, 60_000);
