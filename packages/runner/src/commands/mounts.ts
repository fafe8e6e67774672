import { readFile } from 'node:fs/promises';

/** What a command may write, and which files and folders in there it may not. */
export interface VisibleFolders {
  /** Real paths, without symbolic links. */
  readonly own: string;
  readonly readOnly: readonly string[];
}

/**
 * The mounts that make everything read-only but the command's own folder, as
 * `mount --all` reads them: one process in place of one a mount.
 *
 * The order matters: the own folder becomes a mount of its own before the disk
 * below it is closed.
 */
export function mountList(
  folders: VisibleFolders,
  mountsOfHost: readonly HostMount[],
): string {
  const lines = [
    bind(folders.own, 'bind'),
    ...folders.readOnly.map(path => bind(path, 'bind,ro')),
    ...(usesSharedMemory(folders)
      ? []
      : [`${NAME} ${SHARED_MEMORY} tmpfs rw,nosuid,nodev`]),
    ...mountsOfHost.map(({ path, flags }) => {
      const options = ['remount', 'bind', 'ro', ...flags].join();
      return `${NAME} ${notRoot(path)} none ${options}`;
    }),
  ];
  return lines.map(line => `${line} 0 0\n`).join('');
}

const SHARED_MEMORY = '/dev/shm';

/** A source of no other mount's: `mount --all` passes over what it thinks is mounted. */
const NAME = 'trainyard';

/** A fresh shared memory would hide what lies in the host's. */
function usesSharedMemory({ own }: VisibleFolders) {
  return `${own}/`.startsWith(`${SHARED_MEMORY}/`);
}

function bind(path: string, options: string) {
  return `${escape(path)} ${escape(path)} none ${options}`;
}

/** `mount --all` leaves `/` out, under this name only. */
function notRoot(path: string) {
  return path === '/' ? '/.' : path;
}

/** As the kernel writes and `mount` reads what would end a field. */
function escape(path: string) {
  return path.replace(
    /[ \t\r\n\\#]/g,
    character => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}

/** A mount that can be written. */
export interface HostMount {
  /** Escaped as in the kernel's list. */
  readonly path: string;
  /** Those a remount has to name, since it takes away what it does not. */
  readonly flags: readonly string[];
}

/**
 * The writable mounts of this process. Left out are those that hold no files of
 * anybody: devices and the kernel's own.
 */
export async function readHostMounts(): Promise<HostMount[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8');
  return parseHostMounts(text);
}

export function parseHostMounts(mountinfo: string): HostMount[] {
  const mounts = new Map<string, HostMount>();
  for (const line of mountinfo.split('\n')) {
    const [, , , , path, options] = line.split(' ');
    if (path && options) {
      const all = options.split(',');
      // Of mounts on one place only the last can be seen.
      mounts.delete(path);
      if (all.includes('rw') && !KERNEL.test(path)) {
        mounts.set(path, { path, flags: all.filter(flag => KEPT.has(flag)) });
      }
    }
  }
  return [...mounts.values()];
}

const KERNEL = /^\/(proc|sys|dev)(\/|$)/;
const KEPT = new Set([
  'nosuid',
  'nodev',
  'noexec',
  'noatime',
  'nodiratime',
  'relatime',
]);
