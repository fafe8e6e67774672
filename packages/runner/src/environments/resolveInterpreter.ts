import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { rememberedProbes, type Probe } from './interpreterProbe';
import { isInRange, parseVersionRange } from './versionRange';

/** A Python of this machine. */
export interface Interpreter {
  /** Of the interpreter itself, behind links and the shims of version managers. */
  readonly path: string;
  /** Such as 3.11.7. */
  readonly version: string;
  /** Such as linux-x64-glibc. */
  readonly platform: string;
}

export type InterpreterOutcome =
  | { readonly outcome: 'found'; readonly interpreter: Interpreter }
  /** In words: what was expected, what was found, what to do. */
  | { readonly outcome: 'not found'; readonly because: string };

/**
 * Finds the Python that a specification asks for: `python3` and `python` as PATH
 * has them, then those with a version in their name, newest first.
 *
 * @param python - such as `3.11`, `>=3.11` or `>=3.11,<3.14`
 * @param cacheFolder - remembers what interpreters said of themselves, since asking one costs 15 ms and a shim 60
 */
export async function resolveInterpreter(
  python: string,
  cacheFolder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<InterpreterOutcome> {
  const range = parseVersionRange(python);
  if (!range) {
    return {
      outcome: 'not found',
      because: `expected a Python version such as '3.11', '>=3.11' or '>=3.11,<3.14', found ${JSON.stringify(python)}. Write one of these.`,
    };
  }
  const folders = (environment.PATH ?? '').split(':').filter(isAbsolute);
  const probes = await rememberedProbes(cacheFolder, environment);
  const seen: Probe[] = [];
  try {
    for await (const candidate of candidates(folders)) {
      const probe = await probes.ask(candidate);
      if (probe && isInRange(probe.version, range)) {
        const { path, version, platform } = probe;
        return { outcome: 'found', interpreter: { path, version, platform } };
      }
      if (probe) seen.push(probe);
    }
  } finally {
    await probes.remember();
  }
  return { outcome: 'not found', because: whatWasFound(python, seen) };
}

/** Files that may be a Python, by preference; versions are looked for only when the plain names will not do. */
async function* candidates(folders: readonly string[]) {
  for (const name of ['python3', 'python']) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (await isFile(file)) yield file;
    }
  }
  const versioned: { file: string; minor: number }[] = [];
  for (const folder of folders) {
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const [, minor] = /^python3\.(\d+)$/.exec(name) ?? [];
      if (minor !== undefined) {
        versioned.push({ file: join(folder, name), minor: Number(minor) });
      }
    }
  }
  // Stable: of equal versions the one that PATH names first.
  versioned.sort((a, b) => b.minor - a.minor);
  for (const { file } of versioned) yield file;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

function whatWasFound(python: string, seen: readonly Probe[]): string {
  const distinct = new Map(seen.map(({ path, version }) => [path, version]));
  const found = [...distinct]
    .map(([path, version]) => `${version} (${path})`)
    .join(', ');
  return (
    `expected Python ${python} on PATH, found ${found || 'none'}. ` +
    'Install one (on Debian and Ubuntu: sudo apt-get install -y python3 python3-venv), ' +
    'put it on PATH, or change environment.python in the specification.'
  );
}
