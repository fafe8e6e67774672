import type { Interpreter } from './resolveInterpreter';

/** What to do when no virtual environment could be made. */
export function adviseOnVenv(
  lines: readonly string[],
  { path, version }: Interpreter,
): string {
  const text = lines.join('\n');
  if (/ensurepip|No module named venv/.test(text)) {
    const [major, minor] = version.split('.');
    return (
      `This Python (${path}) comes without what makes environments. ` +
      `On Debian and Ubuntu: sudo apt-get install -y python${major}.${minor}-venv`
    );
  }
  return `Expected ${path} -m venv to make an environment. Run it by hand to see more.`;
}

/** What to do when pip did not install what a lock names. */
export function adviseOnPip(
  lines: readonly string[],
  { version, platform }: Interpreter,
): string {
  const text = lines.join('\n');
  const known = PIP_ADVICE.find(({ words }) => words.test(text));
  return (
    known?.advice ??
    `pip could not install the requirements lock for Python ${version} on ${platform}.`
  );
}

/** In this order: pip says that nothing matches also when it could not ask. */
const PIP_ADVICE: readonly {
  readonly words: RegExp;
  readonly advice: string;
}[] = [
  {
    words: /DO NOT MATCH THE HASHES/,
    advice:
      'The registry has other bytes than the lock names. Find out why; if they are right, make the lock again.',
  },
  {
    words: /In --require-hashes mode/,
    advice:
      'The lock misses a package that another one needs. ' +
      'Make it again with all of them: uv pip compile --generate-hashes, or pip-compile --generate-hashes.',
  },
  {
    words:
      /(NewConnectionError|name resolution|timed out|ProxyError|SSLError|Max retries exceeded)/i,
    advice:
      'The package registry cannot be reached. pip uses your own configuration: see pip config list, HTTPS_PROXY and SSL_CERT_FILE.',
  },
  {
    words: /(No matching distribution|Could not find a version)/,
    advice:
      'No wheel of this version fits this Python and this machine. ' +
      'Make the lock for this Python, or choose another with environment.python.',
  },
  {
    words: /(No space left on device|\[Errno 28\])/,
    advice:
      'The disk of the cache folder is full: free some space and run again.',
  },
];
