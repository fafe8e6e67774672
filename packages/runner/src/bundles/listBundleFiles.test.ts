import { execFileSync } from 'node:child_process';
import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listBundleFiles } from './listBundleFiles';

describe('listBundleFiles', () => {
  let root: string;

  beforeEach(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'trainyard-bundle-'));
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  async function write(...paths: string[]) {
    for (const path of paths) {
      await fs.mkdir(dirname(join(root, path)), { recursive: true });
      await fs.writeFile(join(root, path), path);
    }
  }

  function git(...args: string[]) {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b.example'];
    const settings = [...who, '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...settings, ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  describe('with git', () => {
    beforeEach(async () => {
      git('init', '--quiet');
      await write('p/pipeline.yaml', 'p/code/train.py', 'elsewhere.txt');
      await fs.writeFile(join(root, '.gitignore'), 'data/\n');
      git('add', '.');
      git('commit', '--quiet', '-m', 'one');
    });

    const list = () => listBundleFiles(join(root, 'p'));

    it('lists what lies in the folder, and the commit', async () => {
      expect(await list()).toEqual({
        files: ['code/train.py', 'pipeline.yaml'],
        git: { commit: git('rev-parse', 'HEAD').trim(), dirty: false },
        problems: [],
      });
    });

    it('takes new files that are not ignored, and says that the tree is dirty', async () => {
      await write('p/code/new.py', 'p/data/rows.parquet');
      const { files, git: state } = await list();
      expect(files).toEqual(['code/new.py', 'code/train.py', 'pipeline.yaml']);
      expect(state?.dirty).toBe(true);
    });

    it('is not dirty by what runs leave behind, or by other folders', async () => {
      await write('p/.trainyard/blobs/x', 'p/code/__pycache__/train.pyc');
      await write('beside.txt');
      const { files, git: state } = await list();
      expect(files).toEqual(['code/train.py', 'pipeline.yaml']);
      expect(state?.dirty).toBe(false);
    });

    it('leaves out a tracked file that was deleted', async () => {
      await fs.rm(join(root, 'p/code/train.py'));
      const { files, git: state } = await list();
      expect(files).toEqual(['pipeline.yaml']);
      expect(state?.dirty).toBe(true);
    });

    it('keeps names as they are', async () => {
      const names = ['a b.txt', 'line\nbreak.txt', 'ümlaut.txt', '-c.txt'];
      await write(...names.map(name => `p/${name}`));
      expect((await list()).files).toEqual(expect.arrayContaining(names));
    });

    it('refuses links and repositories inside', async () => {
      await fs.symlink('pipeline.yaml', join(root, 'p/link.yaml'));
      await write('p/vendor/file');
      execFileSync('git', ['init', '--quiet'], { cwd: join(root, 'p/vendor') });
      const { problems } = await list();
      expect(problems).toMatchObject([
        { file: 'link.yaml', found: 'a symbolic link' },
        { file: 'vendor/', found: 'a git repository inside this one' },
      ]);
    });

    it('is not led to another repository by a hook that called us', async () => {
      process.env.GIT_DIR = '/nowhere';
      try {
        expect((await list()).git).not.toBeNull();
      } finally {
        delete process.env.GIT_DIR;
      }
    });

    it('runs no program that the repository names', async () => {
      const trace = join(root, 'was-run');
      git('config', 'core.fsmonitor', `touch ${trace}; false`);
      await list();
      await expect(fs.access(trace)).rejects.toThrow('ENOENT');
    });
  });

  it('knows no commit before the first one', async () => {
    git('init', '--quiet');
    await write('pipeline.yaml');
    expect(await listBundleFiles(root)).toMatchObject({
      files: ['pipeline.yaml'],
      git: null,
    });
  });

  it('takes all files but those of tools where there is no git', async () => {
    await write('pipeline.yaml', 'code/train.py', '.env', '.idea/x');
    await write('node_modules/x/y', 'code/__pycache__/z', 'env/pyvenv.cfg');
    await fs.symlink('code', join(root, 'link'));
    expect(await listBundleFiles(root)).toMatchObject({
      files: ['code/train.py', 'pipeline.yaml'],
      git: null,
      problems: [{ file: 'link', found: 'a symbolic link' }],
    });
  });
});
