import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import {
  digestOfText,
  treeDigest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../store/artifactStore';
import { openMemoryStore } from '../store/openStore';
import { useScratchFolder } from '../testing/scratchFolder';
import { sealFolder, treeOfFolder } from './sealFolder';

const scratch = useScratchFolder();

function write(path: string, content = path, mode = 0o644) {
  const file = scratch('out', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

const entry = (path: string, executable = false, content = path) => ({
  path,
  sha256: digestOfText(content),
  bytes: content.length,
  executable,
});

/** Does something to the file system while a file is being put. */
function meanwhile(act: () => void): ArtifactStore {
  const store = openMemoryStore();
  return {
    ...store,
    blobs: {
      ...store.blobs,
      put: async body => {
        const kept = await store.blobs.put(body);
        act();
        return kept;
      },
    },
  };
}

describe('sealFolder', () => {
  it('seals files by path, bytes and executability, and nothing else', async () => {
    write('b.txt');
    write('a/run.sh', 'a/run.sh', 0o755);
    write('a/private', 'a/private', 0o600);
    utimesSync(scratch('out', 'b.txt'), 1, 1);
    const store = openMemoryStore();
    const entries = [
      entry('a/private'),
      entry('a/run.sh', true),
      entry('b.txt'),
    ];
    const sealed = await sealFolder(store, scratch('out'));
    expect(sealed).toEqual({ tree: treeDigest(entries), entries });
    expect(await store.trees.entries(treeDigest(entries))).toEqual(entries);
    expect(
      Buffer.from(await store.blobs.readAll(digestOfText('b.txt'))).toString(),
    ).toBe('b.txt');
  });

  it('gives equal folders one digest, whenever and in whatever order they were written', async () => {
    write('x/1');
    write('x/2');
    write('y');
    const one = await treeOfFolder(scratch('out'));
    renameSync(scratch('out'), scratch('before'));
    write('y');
    write('x/2');
    write('x/1');
    expect(await treeOfFolder(scratch('out'))).toEqual(one);
  });

  it('says nothing of folders without files', async () => {
    write('a');
    const without = await treeOfFolder(scratch('out'));
    mkdirSync(scratch('out', 'empty', 'inner'), { recursive: true });
    expect(await treeOfFolder(scratch('out'))).toEqual(without);
  });

  it('leaves out what it is told to, folders with all that is in them', async () => {
    write('keep/a');
    write('keep/skip');
    write('skip/a');
    symlinkSync('/etc/passwd', scratch('out', 'skip', 'link'));
    const exclude = (path: string) => path.split('/').at(-1) === 'skip';
    expect(await treeOfFolder(scratch('out'), { exclude })).toMatchObject({
      entries: [entry('keep/a')],
    });
  });

  it('keeps what it sealed from a writer that kept its descriptor', async () => {
    write('model', 'sealed');
    const descriptor = openSync(scratch('out', 'model'), 'r+');
    const store = openMemoryStore();
    await sealFolder(store, scratch('out'));
    writeSync(descriptor, 'turned');
    closeSync(descriptor);
    expect(
      Buffer.from(await store.blobs.readAll(digestOfText('sealed'))).toString(),
    ).toBe('sealed');
  });

  it('seals a folder without files as the empty list', async () => {
    mkdirSync(scratch('out'));
    expect(await sealFolder(openMemoryStore(), scratch('out'))).toEqual({
      tree: treeDigest([]),
      entries: [],
    });
  });

  describe('refuses', () => {
    const refusal = async (store = openMemoryStore()) => {
      const sealed = await sealFolder(store, scratch('out'));
      for await (const key of store.objects.list('trees/')) {
        throw new Error(`sealed ${key}`);
      }
      return 'refused' in sealed ? sealed.refused : undefined;
    };
    beforeEach(() => write('a/good'));

    it('a symbolic link, to a file or a folder', async () => {
      symlinkSync('good', scratch('out', 'a', 'link'));
      expect(await refusal()).toMatch(/a\/link is a symbolic link/);
    });

    it('a folder that is itself a link', async () => {
      renameSync(scratch('out'), scratch('real'));
      symlinkSync(scratch('real'), scratch('out'));
      expect(await refusal()).toMatch(/is not a folder/);
    });

    it('a named pipe, without waiting for its writer', async () => {
      execFileSync('mkfifo', [scratch('out', 'pipe')]);
      expect(await refusal()).toMatch(/pipe is a named pipe/);
    });

    it('a pipe that takes a file`s place meanwhile', async () => {
      write('b');
      const store = meanwhile(() => {
        const path = scratch('out', 'b');
        execFileSync('rm', ['-f', path]);
        execFileSync('mkfifo', [path]);
      });
      for (const path of ['c', 'd', 'e', 'f']) write(`a/${path}`);
      expect(await refusal(store)).toMatch(/not a file any more|changed/);
    });

    it('a socket', async () => {
      const server = createServer().listen(scratch('out', 'socket'));
      await once(server, 'listening');
      expect(await refusal()).toMatch(/socket is a socket/);
      server.close();
    });

    const mayMakeDevices = process.getuid?.() === 0;
    if (!mayMakeDevices) {
      console.warn('NOT RUN: a device in an output, for want of rights');
    }
    (mayMakeDevices ? describe : describe.skip)('of a root', () => {
      it('a device', async () => {
        execFileSync('mknod', [scratch('out', 'null'), 'c', '1', '3']);
        expect(await refusal()).toMatch(/null is a device/);
      });
    });

    it('a file that grows while it is read', async () => {
      const grow = () => appendFileSync(scratch('out', 'a', 'good'), 'more');
      expect(await refusal(meanwhile(grow))).toMatch(
        /a\/good changed while it was read/,
      );
    });

    it('a file that is rewritten in equal length while it is read', async () => {
      const rewrite = () =>
        writeFileSync(scratch('out', 'a', 'good'), 'a/evil');
      expect(await refusal(meanwhile(rewrite))).toMatch(
        /a\/good changed while it was read/,
      );
    });

    it('names that are not portable', async () => {
      write('a/Good');
      expect(await refusal()).toMatch(/only in case/);
    });

    it('names that are not UTF-8', async () => {
      writeFileSync(
        Buffer.concat([Buffer.from(scratch('out/')), Buffer.of(0xff)]),
        '',
      );
      expect(await refusal()).toMatch(/not UTF-8/);
    });

    it('a folder that is not there', async () => {
      renameSync(scratch('out'), scratch('elsewhere'));
      expect(await refusal()).toMatch(/is not a folder/);
    });
  });
});
