import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { promises as fs, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfJson } from '@trainyard/backstage-plugin-ml-training-common';
import { detectIsolation, type Isolation } from '../commands/isolation';
import { thisProcess } from '../hosts/processMark';
import { preparePython, type PythonRequest } from './preparePython';

const HASH = `--hash=sha256:${'ab'.repeat(32)}`;

/** Stands for a Python: notes what it is asked for, and does it in the simplest way. */
const INTERPRETER = `#!/bin/sh
echo "$*" >> "$(dirname "$(readlink -f "$0")")/asked"
case "$*" in
  *"-m venv"*)
    for last; do :; done
    mkdir -p "$last/bin" && ln -s "$0" "$last/bin/python" || exit 1
    VENV ;;
  *ensurepip*) ENSUREPIP ;;
  *install*) PIP ;;
esac
`;

describe('preparePython', () => {
  let root: string;
  let isolation: Isolation;
  let said: string[];

  beforeAll(async () => {
    isolation = await detectIsolation();
  });
  beforeEach(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'trainyard-python-'));
    said = [];
    await interpreter({});
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  async function interpreter(does: {
    venv?: string;
    ensurepip?: string;
    pip?: string;
  }) {
    const text = INTERPRETER.replace('VENV', () => does.venv ?? ':')
      .replace('ENSUREPIP', () => does.ensurepip ?? ':')
      .replace('PIP', () => does.pip ?? ':');
    // A new file: one that is being executed cannot be written.
    await fs.rm(join(root, 'python3'), { force: true });
    await fs.writeFile(join(root, 'python3'), text, { mode: 0o755 });
  }

  function prepare(more: Partial<PythonRequest> = {}) {
    const requirementsText = more.requirementsText ?? `numpy==2.1.0 ${HASH}`;
    return preparePython({
      requirementsText,
      requirementsDigest: digestOfJson(requirementsText),
      interpreter: {
        path: join(root, 'python3'),
        version: '3.11.7',
        platform: 'linux-x64-glibc',
      },
      cacheFolder: join(root, 'cache'),
      isolation,
      onProgress: line => said.push(line),
      signal: new AbortController().signal,
      ...more,
    });
  }

  async function asked() {
    const text = await fs.readFile(join(root, 'asked'), 'utf8').catch(() => '');
    return text.split('\n').filter(line => line !== '');
  }

  /** What lies in the folder of the only environment. */
  async function left() {
    const [key = ''] = await fs.readdir(join(root, 'cache', 'environments'));
    return fs.readdir(join(root, 'cache', 'environments', key));
  }

  it('makes an environment once and finds it again', async () => {
    const first = await prepare();
    const again = await prepare();
    expect(first).toMatchObject({ outcome: 'ready', made: 'now' });
    expect(again).toEqual({ ...first, made: 'before' });
    expect(await asked()).toHaveLength(2);
    expect(await left()).toHaveLength(2);
  });

  it('installs wheels with their hashes and nothing else', async () => {
    await prepare();
    const [, pip] = await asked();
    expect(pip).toContain('--require-hashes --only-binary :all:');
  });

  it('installs nothing for an empty lock', async () => {
    const end = await prepare({ requirementsText: '# nothing\n' });
    expect(end.outcome).toBe('ready');
    expect(await asked()).toHaveLength(1);
  });

  it('finds the environment first on the PATH of its commands', async () => {
    const end = await prepare();
    if (end.outcome !== 'ready') throw new Error(end.because);
    expect(end.variables.PATH?.startsWith(`${end.bin}:`)).toBe(true);
    await fs.access(join(end.bin, 'python'));
  });

  it.each([
    ['another version', { version: '3.12.1' }],
    ['another platform', { platform: 'linux-arm64-glibc' }],
  ])('makes another for %s', async (_, change) => {
    await prepare();
    const path = join(root, 'python3');
    const usual = { path, version: '3.11.7', platform: 'linux-x64-glibc' };
    const end = await prepare({ interpreter: { ...usual, ...change } });
    expect(end).toMatchObject({ made: 'now' });
  });

  it('makes another for another lock', async () => {
    await prepare();
    const requirementsText = `numpy==2.2.0 ${HASH}`;
    expect(await prepare({ requirementsText })).toMatchObject({ made: 'now' });
  });

  it('gives the environment a pip of its own where the interpreter has none', async () => {
    const noPip = 'echo "/x/python3: No module named pip"; exit 1';
    await interpreter({
      pip: `case "$*" in *--python*) ${noPip} ;; esac`,
    });
    expect(await prepare()).toMatchObject({ outcome: 'ready' });
    expect((await asked()).map(line => line.split(' ')[2])).toEqual([
      'venv',
      'pip',
      'ensurepip',
      'pip',
    ]);
  });

  it.each([
    [
      { venv: 'echo "Error: ensurepip is not available"; exit 1' },
      'sudo apt-get install -y python3.11-venv',
    ],
    [
      {
        pip: 'echo "No module named pip"; exit 1',
        ensurepip: 'echo "No module named ensurepip"; exit 1',
      },
      'sudo apt-get install -y python3.11-venv',
    ],
    [
      { pip: 'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"; exit 1' },
      'other bytes than the lock names',
    ],
    [
      { pip: 'echo "ERROR: No matching distribution found" >&2; exit 1' },
      'Make the lock for this Python',
    ],
    [
      {
        pip: 'echo "NewConnectionError(Temporary failure in name resolution)"; echo "No matching distribution found"; exit 1',
      },
      'registry cannot be reached',
    ],
  ])('says what to do about %j', async (does, words) => {
    await interpreter(does);
    const end = await prepare();
    expect(end).toMatchObject({
      outcome: 'failed',
      because: expect.stringContaining(words),
    });
    expect(await left()).toEqual([]);
  });

  it('tells a person who waits what happens', async () => {
    await interpreter({
      pip: 'echo "Collecting numpy==2.1.0 (from -r x)"; echo noise',
    });
    await prepare();
    expect(said).toEqual([
      'making a Python 3.11.7 environment, once for this requirements lock',
      'Collecting numpy==2.1.0',
    ]);
  });

  it('makes it once for two who want it at the same time', async () => {
    await interpreter({ pip: 'sleep 0.3' });
    const ends = await Promise.all([prepare(), prepare()]);
    expect(ends.map(end => end.outcome)).toEqual(['ready', 'ready']);
    expect(await asked()).toHaveLength(2);
    expect(said).toContainEqual(
      `waiting for process ${process.pid}, which makes the same Python environment`,
    );
  });

  it('makes anew what a killed process has begun, and tidies up after it', async () => {
    await interpreter({ pip: 'exit 1' });
    await prepare();
    const [key = ''] = await fs.readdir(join(root, 'cache', 'environments'));
    const folder = join(root, 'cache', 'environments', key);
    const dead = spawn('true');
    await once(dead, 'exit');
    const mark = {
      ...thisProcess(),
      pid: dead.pid,
      startTime: '1',
      nonce: 'x',
    };
    await fs.writeFile(join(folder, 'dead.builder'), JSON.stringify(mark));
    await fs.mkdir(join(folder, 'dead', 'bin'), { recursive: true });

    await interpreter({});
    expect(await prepare()).toMatchObject({ outcome: 'ready', made: 'now' });
    const names = await left();
    expect(names).toHaveLength(2);
    expect(names).not.toContain('dead');
  });

  it('makes anew what lost its interpreter', async () => {
    const first = await prepare();
    if (first.outcome !== 'ready') throw new Error(first.because);
    await fs.rm(join(first.bin, 'python'));
    expect(await prepare()).toMatchObject({ outcome: 'ready', made: 'now' });
  });

  it('stops when it is called off, and leaves nothing', async () => {
    await interpreter({ pip: 'echo "Collecting x"; exec sleep 600' });
    const controller = new AbortController();
    const end = prepare({
      signal: controller.signal,
      onProgress: line => {
        if (line.startsWith('Collecting')) controller.abort();
      },
    });
    await expect(end).rejects.toThrow('aborted');
    expect(await left()).toEqual([]);
  });

  it('does not let settings of the person lead elsewhere', async () => {
    process.env.PIP_TARGET = '/elsewhere';
    process.env.PIP_INDEX_URL = 'https://packages.example/simple';
    try {
      await interpreter({ pip: `env > "${root}/environment"` });
      await prepare();
    } finally {
      delete process.env.PIP_TARGET;
      delete process.env.PIP_INDEX_URL;
    }
    const found = readFileSync(join(root, 'environment'), 'utf8');
    expect(found).toContain('PIP_INDEX_URL=');
    expect(found).not.toContain('PIP_TARGET=');
  });
});
