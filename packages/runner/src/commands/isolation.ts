import { constants, writeFileSync } from 'node:fs';
import {
  access,
  mkdir,
  mkdtemp,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepManifest } from '@trainyard/backstage-plugin-ml-training-common';
import { mountList, readHostMounts, type HostMount } from './mounts';
import { spawnWrapped, type Wrapping } from './wrapper';

export type IsolationKind = StepManifest['isolation'][number];

/** How commands are kept apart from the rest of this machine. */
export interface Isolation {
  /** What is in force, for the manifest. */
  readonly kinds: readonly IsolationKind[];
  readonly wrapping: Wrapping;
  /** The mounts that are closed to commands, where there is a mount namespace. */
  readonly hostMounts?: readonly HostMount[];
}

/** A process group, which every system has: stopped by us, and outliving a runner that is killed. */
export const NO_ISOLATION: Isolation = {
  kinds: [],
  wrapping: { before: [], depth: 1 },
};

let detected: Promise<Isolation> | undefined;

/**
 * The strongest isolation that this machine allows, found once a process by
 * trying: some 20 ms. Kernels, containers and security modules refuse namespaces
 * in too many ways to ask.
 *
 * It guards against accidents and leftovers. It is no jail: a command is the same
 * user as the runner, reads what that user may read and has the network.
 */
export function detectIsolation(): Promise<Isolation> {
  detected ??= detect();
  return detected;
}

async function detect(): Promise<Isolation> {
  for (const isolation of await candidateIsolations()) {
    if (isolation === NO_ISOLATION || (await holds(isolation))) {
      return isolation;
    }
  }
  return NO_ISOLATION;
}

/** What may work here, strongest first; the last one always does. */
export async function candidateIsolations(): Promise<Isolation[]> {
  const [setpriv, unshare, mount] = await Promise.all(
    ['setpriv', 'unshare', 'mount'].map(findTool),
  );
  if (process.platform !== 'linux' || !setpriv) return [NO_ISOLATION];

  const tied = [setpriv, '--pdeathsig', 'KILL', '--'];
  const dies: Isolation = {
    kinds: ['dies with the runner'],
    wrapping: { before: tied, depth: 1, tie: setpriv },
  };
  if (!unshare) return [dies, NO_ISOLATION];

  const namespaces = [
    ...tied,
    unshare,
    // Who is not root may be root in a namespace, and needs to be to mount there.
    ...(process.geteuid?.() === 0 ? [] : ['--map-root-user']),
    ...['--pid', '--fork', '--kill-child'],
  ];
  const apart: Isolation = {
    kinds: ['pid namespace', 'dies with the runner'],
    wrapping: { before: namespaces, depth: 2 },
  };
  if (!mount) return [apart, dies, NO_ISOLATION];

  const closed: Isolation = {
    kinds: ['pid namespace', 'mount namespace', 'dies with the runner'],
    wrapping: { before: [...namespaces, '--mount-proc'], depth: 2, mount },
    hostMounts: await readHostMounts(),
  };
  return [closed, apart, dies, NO_ISOLATION];
}

/** Writes inside the own folder, tries to write outside and to a file that is closed inside. */
const PROOF = `
cd "$1" && true > own/new || exit 1
[ -z "$2" ] && exit 0
if true > new || true > own/given; then exit 1; fi 2> own/said
`;

/** Whether it works, by doing it. */
export async function holds(isolation: Isolation): Promise<boolean> {
  const root = await realpath(
    await mkdtemp(join(tmpdir(), 'trainyard-isolation-')),
  );
  try {
    const own = join(root, 'own');
    const given = join(own, 'given');
    await mkdir(own);
    await writeFile(given, '');
    const mounts = writeMounts(isolation, { own, readOnly: [given] });
    const closed = mounts ? 'closed' : '';
    const { end } = spawnWrapped(isolation.wrapping, {
      argv: ['/bin/sh', '-c', PROOF, 'sh', root, closed],
      folder: root,
      environment: {},
      mounts,
      log: 'ignore',
    });
    const { started, exitCode } = await end;
    return started && exitCode === 0;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** @returns the file to start the command with; undefined where nothing can be mounted */
export function writeMounts(
  { hostMounts }: Isolation,
  folders: { readonly own: string; readonly readOnly: readonly string[] },
): string | undefined {
  if (!hostMounts) return undefined;
  const list = join(folders.own, '.mounts');
  writeFileSync(list, mountList(folders, hostMounts));
  return list;
}

const TOOL_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** Not from PATH: what surrounds a command is not for its environment to choose. */
async function findTool(name: string): Promise<string | undefined> {
  for (const folder of TOOL_FOLDERS) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
