import { join } from 'node:path';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import {
  CREDENTIALS,
  useS3Server,
  type S3Server,
} from '@trainyard/artifacts/src/testing/s3/useS3Server';
import { pipelineFolder, type PipelineFolder } from './testing/pipelineFolder';

const PIPELINE = `spec_version: 1
pipeline: words
as_of: 2001-07-01
steps:
  make: {command: [sh, -c, "echo made > $TRAINYARD_OUT/made/file"], outputs: [made]}
`;

useS3Server('trainyard, with a store in a bucket', server => {
  const before = { ...process.env };
  let pipeline: PipelineFolder;
  beforeEach(async () => {
    process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
    pipeline = await pipelineFolder({ 'pipeline.yaml': PIPELINE });
    // Where work is laid out for a store without a disk of its own.
    process.env.XDG_CACHE_HOME = join(pipeline.folder, 'cache');
  });
  afterEach(async () => {
    process.env = { ...before };
    await pipeline.remove();
  });

  it('runs, shows, copies both ways and verifies', async () => {
    const bucket = addressOf(server());
    await pipeline.call('pin', 'pipeline.yaml');
    const ran = await pipeline.call(
      ...[
        'run',
        'pipeline.yaml',
        '--store',
        bucket,
        '--run-id',
        'one',
        '--json',
      ],
    );
    expect([ran.code, ran.err]).toEqual([0, expect.any(String)]);
    const shown = await pipeline.call('show', 'one', '--store', bucket);
    expect(shown.out).toContain('one: succeeded');

    const copy = (from: string, to: string) =>
      pipeline.call('store', 'copy', from, to, '--json');
    const first = await copy(bucket, 'here');
    expect(first.code).toBe(0);
    const { counts, findings } = JSON.parse(first.out);
    expect(findings).toEqual([]);
    expect(counts.copied).toBeGreaterThan(5);
    const again = JSON.parse((await copy(bucket, 'here')).out);
    expect(again.counts).toEqual({ copied: 0, bytes: 0, there: counts.copied });
    const other = addressOf(server());
    expect(JSON.parse((await copy('here', other)).out).counts).toEqual(counts);

    const verify = (...stores: string[]) =>
      pipeline.call('store', 'verify', ...stores);
    expect(await verify(bucket, other)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /all as they were written, and the same in both/,
      ),
    });
    const reused = await pipeline.call(
      ...['run', 'pipeline.yaml', '--store', 'here', '--json'],
    );
    expect(JSON.parse(reused.out).steps).toMatchObject([{ status: 'reused' }]);
    expect(await verify('here', other)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/is in the first store only/),
    });
  }, 30_000);

  it('tells what is wrong with a store before anything is copied', async () => {
    const copy = (from: string, to: string) =>
      pipeline.call('store', 'copy', from, to);
    expect(await copy('nowhere', 'here')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no folder .*nowhere/),
    });
    const bucket = addressOf(server());
    expect(
      await copy(bucket.replace(/bucket-\d+/, 'no-bucket'), 'here'),
    ).toMatchObject({
      code: 1,
      err: expect.stringMatching(/The bucket no-bucket .*does not exist/),
    });
    expect(await pipeline.call('store')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there are: .*store copy, store verify/),
    });
  });
});

function addressOf(server: S3Server): string {
  const { bucket, endpoint } = server.newBucket();
  return `s3://${bucket}/team?endpoint=${endpoint}`;
}
