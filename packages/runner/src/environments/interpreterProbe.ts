import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { platformName } from './platform';

/** What an interpreter says of itself. */
const probe = z.strictObject({
  path: z.string(),
  version: z.string(),
  platform: z.string(),
});
export type Probe = z.output<typeof probe>;

/** Null: the file is no Python 3 that works. */
const answers = z.record(
  z.string(),
  z.strictObject({ state: z.string(), probe: probe.nullable() }),
);

export interface Probes {
  /** @returns undefined when the file is no Python 3 that works */
  ask(file: string): Promise<Probe | undefined>;
  /** Keeps new answers for the next process. */
  remember(): Promise<void>;
}

/**
 * Asks interpreters, or the answers they gave before. An answer holds as long as
 * the file and what version managers read are the same; a cache that cannot be
 * read or written costs time and nothing else.
 */
export async function rememberedProbes(
  cacheFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Probes> {
  const file = join(cacheFolder, 'interpreters.json');
  const known = await readAnswers(file);
  const managers = await stateOfManagers(environment);
  let news = false;
  return {
    async ask(candidate) {
      const state = [await stateOfFile(candidate), managers].join('\n');
      const answer = known[candidate];
      const path = answer?.probe?.path;
      if (answer?.state === state && (!path || (await stateOfFile(path)))) {
        return answer.probe ?? undefined;
      }
      const asked = await askInterpreter(candidate, environment);
      known[candidate] = { state, probe: asked ?? null };
      news = true;
      return asked;
    },
    async remember() {
      if (news) await writeAnswers(file, known).catch(() => {});
    },
  };
}

const QUESTION = `
import sys
print(getattr(sys, '_base_executable', None) or sys.executable)
print(sys.version.split()[0])
print(getattr(sys.implementation, '_multiarch', ''))
`;
const PATIENCE_MS = 30_000;

/** In the root folder, so that the answer does not depend on where a person stands. */
async function askInterpreter(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Probe | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      file,
      ['-I', '-S', '-c', QUESTION],
      { cwd: '/', env: { ...environment }, timeout: PATIENCE_MS },
    );
    const [path, version, multiarch = ''] = stdout.split('\n');
    if (!path || !version) return undefined;
    return {
      path: await realpath(path),
      version,
      platform: platformName(multiarch.includes('musl') ? 'musl' : 'glibc'),
    };
  } catch {
    return undefined;
  }
}

/** Changes when the file is replaced or updated; empty where there is none. */
async function stateOfFile(file: string): Promise<string> {
  try {
    const path = await realpath(file);
    const { mtimeMs, size } = await stat(path);
    return `${path} ${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}

/** The shims of version managers are one file for all versions: these decide which one it is. */
async function stateOfManagers(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const home = environment.HOME ?? homedir();
  const files = [
    join(environment.PYENV_ROOT ?? join(home, '.pyenv'), 'version'),
    join(home, '.tool-versions'),
    join(home, '.config', 'mise', 'config.toml'),
  ];
  const chosen = await Promise.all(
    files.map(file => readFile(file, 'utf8').catch(() => '')),
  );
  const { PYENV_VERSION, ASDF_PYTHON_VERSION } = environment;
  // A digest, since such files may hold what is nobody's business.
  return createHash('sha256')
    .update(JSON.stringify([PYENV_VERSION, ASDF_PYTHON_VERSION, ...chosen]))
    .digest('hex');
}

async function readAnswers(file: string): Promise<z.output<typeof answers>> {
  try {
    const text = await readFile(file, 'utf8');
    return answers.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Renamed into place, since another process may be reading. */
async function writeAnswers(file: string, known: z.output<typeof answers>) {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(known));
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
