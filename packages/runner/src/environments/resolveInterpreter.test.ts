import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hostEnvironment } from './hostEnvironment';
import { resolveInterpreter } from './resolveInterpreter';

describe('resolveInterpreter', () => {
  let root: string;

  beforeEach(async () => {
    const made = await fs.mkdtemp(join(tmpdir(), 'trainyard-interpreter-'));
    root = await fs.realpath(made);
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  /** A program that answers like a Python, and notes that it was asked. */
  async function python(
    path: string,
    version: string,
    more: { executable?: string; multiarch?: string } = {},
  ) {
    const file = join(root, path);
    const { executable = file, multiarch = 'x86_64-linux-gnu' } = more;
    await write(
      path,
      `echo asked >> "${root}/asked"
       echo "${executable}"; echo "${version}"; echo "${multiarch}"`,
    );
    return file;
  }

  async function write(path: string, script: string) {
    const file = join(root, path);
    await fs.mkdir(dirname(file), { recursive: true });
    await fs.rm(file, { force: true });
    await fs.writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  function resolve(range: string, more: Record<string, string> = {}) {
    return resolveInterpreter(range, join(root, 'cache'), {
      HOME: root,
      PATH: `${root}/a:relative:${root}/none:${root}/b:/usr/bin:/bin`,
      ...more,
    });
  }

  async function timesAsked() {
    const text = await fs.readFile(join(root, 'asked'), 'utf8');
    return text.trim().split('\n').length;
  }

  it('takes what PATH means by python3', async () => {
    await python('b/python3', '3.12.1');
    const path = await python('a/python3', '3.11.7');
    expect(await resolve('3')).toEqual({
      outcome: 'found',
      interpreter: {
        path,
        version: '3.11.7',
        platform: `${process.platform}-${process.arch}-glibc`,
      },
    });
  });

  it('goes on to others until one fits, newest first', async () => {
    await python('a/python3', '3.9.18');
    await python('a/python3.10', '3.10.1');
    await python('a/python3.12', '3.12.1');
    const path = await python('b/python3.13', '3.13.0');
    expect(await resolve('>=3.10,!=3.11.2')).toMatchObject({
      interpreter: { path },
    });
    expect(await resolve('3.10')).toMatchObject({
      interpreter: { version: '3.10.1' },
    });
  });

  it('passes over what does not work', async () => {
    await write('a/python3', 'exit 1');
    await write('a/python', 'echo hello');
    const path = await python('b/python3', '3.99.0');
    expect(await resolve('3.99')).toMatchObject({ interpreter: { path } });
  });

  it('gives the interpreter behind a shim', async () => {
    const executable = await python('versions/3.99/python3.99', '3.99.0');
    await python('a/python3', '3.99.0', { executable });
    expect(await resolve('3.99')).toMatchObject({
      interpreter: { path: executable },
    });
  });

  it('tells the C library', async () => {
    await python('a/python3', '3.99.0', { multiarch: 'x86_64-linux-musl' });
    expect(await resolve('3.99')).toMatchObject({
      interpreter: { platform: expect.stringMatching(/musl$/) },
    });
  });

  it('asks once, and again when the file has changed', async () => {
    await python('a/python3', '3.98.0');
    await resolve('3.98');
    await resolve('3.98');
    expect(await timesAsked()).toBe(1);
    await python('a/python3', '3.98.10');
    expect(await resolve('3.98')).toMatchObject({
      interpreter: { version: '3.98.10' },
    });
  });

  it('asks again when a version manager was told another version', async () => {
    await python('a/python3', '3.98.0');
    await resolve('3.98');
    await fs.mkdir(join(root, '.pyenv'));
    await fs.writeFile(join(root, '.pyenv', 'version'), '3.97\n');
    await resolve('3.98');
    await resolve('3.98', { PYENV_VERSION: '3.96' });
    expect(await timesAsked()).toBe(3);
  });

  it('asks again when the interpreter behind the shim is gone', async () => {
    const executable = await python('versions/python3', '3.98.0');
    await python('a/python3', '3.98.0', { executable });
    await resolve('3.98');
    await fs.rm(executable);
    expect(await resolve('3.98')).toMatchObject({ outcome: 'not found' });
  });

  it('does without a cache that is damaged or cannot be written', async () => {
    await python('a/python3', '3.98.0');
    await fs.writeFile(join(root, 'cache'), 'a file, not a folder');
    expect(await resolve('3.98')).toMatchObject({ outcome: 'found' });
    await fs.rm(join(root, 'cache'));
    await fs.mkdir(join(root, 'cache'));
    await fs.writeFile(join(root, 'cache', 'interpreters.json'), '{"a":');
    expect(await resolve('3.98')).toMatchObject({ outcome: 'found' });
  });

  it('says what it found and what to do where none fits', async () => {
    const path = await python('a/python3', '3.11.7');
    const end = await resolve('>=3.98', { PATH: `${root}/a` });
    expect(end).toEqual({
      outcome: 'not found',
      because: expect.stringMatching(
        /^expected Python >=3\.98 on PATH, found 3\.11\.7 \(.*\)\. Install one/,
      ),
    });
    expect(JSON.stringify(end)).toContain(path);
  });

  it('does not guess what a strange version means', async () => {
    expect(await resolve('python3')).toMatchObject({
      outcome: 'not found',
      because: expect.stringContaining('found "python3"'),
    });
  });

  describe('hostEnvironment', () => {
    const host = () =>
      hostEnvironment(join(root, 'cache'), {
        HOME: root,
        PATH: `${root}/a::relative:${root}/b`,
      });

    it('leads past a shim', async () => {
      const executable = await python('versions/python3', '3.98.0');
      await python('a/python3', '3.98.0', { executable });
      expect((await host()).variables.PATH).toBe(
        `${root}/versions:${root}/a:${root}/b`,
      );
    });

    it('leaves the order of PATH as it is where there is none', async () => {
      await python('b/python3', '3.98.0');
      expect((await host()).variables.PATH).toBe(`${root}/a:${root}/b`);
    });
  });
});
