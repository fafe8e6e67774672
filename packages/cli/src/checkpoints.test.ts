import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileSystemStore } from '@trainyard/artifacts';
import { bundled } from './testing/bundledCli';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

/**
 * Counts to five, a checkpoint a number, and waits at three on its first life
 * until somebody kills it. Says where it began.
 */
const COUNT = `
from_file=$TRAINYARD_CHECKPOINT/latest/count
n=0
[ -e "$from_file" ] && n=$(cat "$from_file")
echo "began at $n"
first=$n
while [ $n -lt 5 ]; do
  n=$((n + 1))
  mkdir $TRAINYARD_CHECKPOINT/.next
  echo $n > $TRAINYARD_CHECKPOINT/.next/count
  mv $TRAINYARD_CHECKPOINT/.next $TRAINYARD_CHECKPOINT/generation-$n
  if [ $n -eq 3 ] && [ $first -eq 0 ]; then sleep 600; fi
done
echo $n > $TRAINYARD_OUT/counted/file
`;

const PIPELINE = `spec_version: 1
pipeline: counting
as_of: 2001-07-01
steps:
  count: {command: ${JSON.stringify(['sh', '-c', COUNT])}, outputs: [counted]}
`;

describe('checkpoints and the journal', () => {
  let pipeline: PipelineFolder;

  beforeEach(async () => {
    pipeline = await pipelineFolder({ 'pipeline.yaml': PIPELINE });
    await pipeline.call('pin', 'pipeline.yaml');
  });
  afterEach(() => pipeline.remove());

  it('lets a killed command go on from its newest checkpoint, and says so', async () => {
    const program = await bundled('killedCli.ts');
    const child = spawn(
      process.execPath,
      [program.file, 'run', 'pipeline.yaml', '--run-id', 'counted'],
      { cwd: pipeline.folder, stdio: 'ignore' },
    );
    const store = join(pipeline.folder, '.trainyard');
    await third(store);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const { code } = await pipeline.call(
      ...['run', 'pipeline.yaml', '--run-id', 'counted', '--resume'],
    );
    expect(code).toBe(0);
    const opened = await openFileSystemStore(store);
    const manifest = await opened.runs.findStep('counted', 2, 'count');
    expect(manifest?.resumed_from).toBe(3);
    const log = await opened.blobs.readAll(manifest?.log ?? '');
    expect(Buffer.from(log).toString()).toContain('began at 3');

    const told = [];
    for await (const event of opened.journal.since(
      manifest?.started_at ?? '',
    )) {
      if (event.attempt === 2) told.push(event.event);
    }
    expect(told).toEqual([
      'attempt began',
      'step began',
      'checkpoint saved',
      'checkpoint saved',
      'step ended',
      'attempt ended',
    ]);
    await program.remove();
  }, 60_000);
});

/** Settles when the third generation is in the store. */
async function third(store: string): Promise<void> {
  const opened = await openFileSystemStore(store);
  const changes = watch(store, { recursive: true });
  const here = async () => {
    for await (const id of opened.runs.list()) {
      const begun = join(store, 'runs', id, '1', 'count', '1.started.json');
      if (!existsSync(begun)) continue;
      const { identity } = JSON.parse(await readFile(begun, 'utf8'));
      const newest = await opened.checkpoints.newest(identity);
      if (newest && newest.generation >= 3) return true;
    }
    return false;
  };
  while (!(await here())) await once(changes, 'change');
  changes.close();
}
