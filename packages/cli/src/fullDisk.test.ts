import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

const tiny = (size: string) => ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs'];

/** A small disk is a mount, which only root may make, and not everywhere. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-mount-'));
  const { status } = spawnSync('mount', [...tiny('1m'), folder]);
  if (status === 0) execFileSync('umount', [folder]);
  rmdirSync(folder);
  return status === 0;
}

const mounts = mayMount();
if (!mounts)
  console.warn('NOT RUN: a run on a full disk, for want of mount rights');

(mounts ? describe : describe.skip)('a run whose disk fills', () => {
  let pipeline: PipelineFolder;
  let disk: string;

  beforeEach(async () => {
    const command = JSON.stringify([
      'sh',
      '-c',
      'head -c 1500000 /dev/zero | tr "\\0" x > $TRAINYARD_OUT/made/file',
    ]);
    pipeline = await pipelineFolder({
      'pipeline.yaml': `spec_version: 1
pipeline: big
as_of: 2001-07-01
steps:
  small: {command: [sh, -c, "echo small > $TRAINYARD_OUT/made/file"], outputs: [made]}
  big: {command: ${command}, needs: [small], outputs: [made]}
`,
    });
    disk = join(pipeline.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', [...tiny('2500k'), disk]);
  });
  afterEach(async () => {
    execFileSync('umount', [disk]);
    await pipeline.remove();
  });

  it('is told so, keeps what was sealed, and goes on when there is room', async () => {
    const run = () =>
      pipeline.call(
        ...['run', 'pipeline.yaml', '--store', join(disk, 'store')],
        ...['--run-id', 'big', '--resume', '--json'],
      );
    await pipeline.call('pin', 'pipeline.yaml');
    const full = await run();
    expect(full.code).toBe(1);
    expect(full.err).toMatch(/has no space left/);
    expect(full.err).not.toMatch(/\n\s+at /);

    execFileSync('mount', ['-o', 'remount,size=20m', disk]);
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(
      JSON.parse(out).steps.map(({ status }: { status: string }) => status),
    ).toEqual(['reused', 'succeeded']);
    const verified = await pipeline.call(
      ...['verify', '--json', '--store', join(disk, 'store')],
    );
    expect(JSON.parse(verified.out).findings).toEqual([]);
  });
});
