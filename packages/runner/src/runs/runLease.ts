import { randomUUID } from 'node:crypto';
import {
  link,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { livenessOf, processMark, thisProcess } from '../hosts/processMark';
import { wipe } from './workFolder';

const LEASE = 'lease.json';

/** The folder in which a run works on this machine, held by one process at a time. */
export interface RunLease {
  readonly folder: string;
  /** Wipes the work and lets go. */
  release(): Promise<void>;
}

export type LeaseOutcome =
  | { readonly outcome: 'held'; readonly lease: RunLease }
  | { readonly outcome: 'held by another'; readonly pid: number };

/**
 * Takes a run for this process. What a killed holder left behind is wiped first:
 * sensitive rows do not outlive the process that worked on them by more than the
 * next start.
 */
export async function takeLease(
  workFolder: string,
  run: string,
): Promise<LeaseOutcome> {
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  await wipeAbandoned(workFolder);
  const folder = join(workFolder, run);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(workFolder, `.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(thisProcess()));
  try {
    // A link, since it fails where a rename would replace another's lease.
    await link(draft, join(folder, LEASE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = await holderOf(folder);
    return { outcome: 'held by another', pid: holder?.pid ?? 0 };
  } finally {
    await rm(draft, { force: true });
  }
  return {
    outcome: 'held',
    lease: { folder, release: () => setAsideAndWipe(workFolder, folder) },
  };
}

/** Wipes the folders of processes that are gone, and what was being wiped when one was killed. */
export async function wipeAbandoned(workFolder: string): Promise<void> {
  for (const entry of await readdir(workFolder)) {
    const folder = join(workFolder, entry);
    if (entry.startsWith(ASIDE)) {
      await wipe(folder);
    } else if (!entry.startsWith('.')) {
      const holder = await holderOf(folder);
      // Without a lease somebody is between making the folder and taking it.
      if (holder && livenessOf(holder) === 'gone')
        await setAsideAndWipe(workFolder, folder);
    }
  }
}

const ASIDE = '.abandoned-';

/**
 * The folder is renamed first, so that a kill in the midst leaves nothing that
 * looks like work, and of two processes only one wipes.
 */
async function setAsideAndWipe(workFolder: string, folder: string) {
  const aside = join(workFolder, `${ASIDE}${randomUUID()}`);
  const moved = await rename(folder, aside).then(
    () => true,
    () => false,
  );
  if (moved) await wipe(aside);
}

async function holderOf(folder: string) {
  const text = await readFile(join(folder, LEASE), 'utf8').catch(() => '');
  if (!text) return undefined;
  const parsed = processMark.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
