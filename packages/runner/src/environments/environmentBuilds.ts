import { randomUUID } from 'node:crypto';
import {
  link,
  readdir,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import {
  isAlive,
  livenessOf,
  processMark,
  thisProcess,
  type ProcessMark,
} from '../hosts/processMark';

/*
 * The folder of one environment:
 *
 *   <build>.builder    the mark of who builds; written before the folder, removed after it
 *   <build>/           a virtual environment, never moved: its scripts hold its path
 *   complete           the name of the build that is in use; linked last, so it is whole
 *
 * Waiting for a builder only saves work: builds have names of their own, and the
 * first that is complete is the one.
 */
const COMPLETE = 'complete';
const BUILDER = '.builder';

/** @returns the environment that is in use, or undefined where none works */
export async function findComplete(
  folder: string,
): Promise<string | undefined> {
  const file = join(folder, COMPLETE);
  const build = await readFile(file, 'utf8').catch(() => undefined);
  if (build === undefined) return undefined;
  const environment = join(folder, build);
  const works = await realpath(join(environment, 'bin', 'python')).then(
    () => true,
    () => false,
  );
  if (works) return environment;
  // The interpreter it was made from has been taken from the machine, or somebody tidied up.
  await rm(file, { force: true });
  await rm(environment, { recursive: true, force: true });
  return undefined;
}

export interface BuildClaim {
  /** Where to build; does not exist yet. */
  readonly environment: string;
  /** @returns the environment that is in use from now on: another's, where that one was first */
  complete(): Promise<string>;
  /** Removes a build that did not become complete. */
  release(): Promise<void>;
}

export type ClaimOutcome =
  | { readonly outcome: 'claimed'; readonly claim: BuildClaim }
  | { readonly outcome: 'another builds'; readonly by: ProcessMark };

/** Begins a build unless a living process is at it, and removes what dead ones left. */
export async function claimBuild(folder: string): Promise<ClaimOutcome> {
  const others = await livingBuilders(folder);
  if (others[0]) return { outcome: 'another builds', by: others[0].mark };

  const build = randomUUID().slice(0, 8);
  const builder = join(folder, `${build}${BUILDER}`);
  await writeFile(builder, JSON.stringify(thisProcess()));
  // Two may have begun between looking and writing: the first by name goes on.
  const [first] = await livingBuilders(folder);
  if (first && first.build !== build) {
    await rm(builder, { force: true });
    return { outcome: 'another builds', by: first.mark };
  }
  const environment = join(folder, build);
  let kept = false;
  return {
    outcome: 'claimed',
    claim: {
      environment,
      async complete() {
        kept = await linkComplete(folder, build);
        return kept
          ? environment
          : ((await findComplete(folder)) ?? environment);
      },
      async release() {
        if (!kept) await rm(environment, { recursive: true, force: true });
        await rm(builder, { force: true });
      },
    },
  };
}

/** By name of the build. */
async function livingBuilders(folder: string) {
  const living: { build: string; mark: ProcessMark }[] = [];
  const names = await readdir(folder);
  for (const name of names.filter(each => each.endsWith(BUILDER)).sort()) {
    const build = name.slice(0, -BUILDER.length);
    const mark = await readMark(join(folder, name));
    if (mark && isAlive(mark)) {
      living.push({ build, mark });
    } else if (mark && livenessOf(mark) === 'gone') {
      await removeAbandoned(folder, build);
    }
  }
  return living;
}

async function removeAbandoned(folder: string, build: string) {
  const inUse = await readFile(join(folder, COMPLETE), 'utf8').catch(() => '');
  if (inUse !== build) {
    await rm(join(folder, build), { recursive: true, force: true });
  }
  await rm(join(folder, `${build}${BUILDER}`), { force: true });
}

/** Undefined for a file that is just being written, or is gone by now. */
async function readMark(file: string): Promise<ProcessMark | undefined> {
  try {
    return processMark.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** @returns false when another build was complete first */
async function linkComplete(folder: string, build: string): Promise<boolean> {
  const draft = join(folder, `${build}.draft`);
  await writeFile(draft, build);
  try {
    // A link, since a rename would put this build in the place of another that is in use.
    await link(draft, join(folder, COMPLETE));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
