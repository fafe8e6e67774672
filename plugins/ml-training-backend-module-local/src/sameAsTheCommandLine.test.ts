import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineSubmission } from '@trainyard/backstage-plugin-ml-training-node';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { installedProgram } from './program';
import { openedEngine, type OpenedEngine } from './testing/openedEngine';

jest.setTimeout(60_000);

const PIPELINE = `spec_version: 1
pipeline: both
as_of: 2001-07-01
sources:
  kept: {path: data/kept.csv}
  left: {path: data/left.csv, pin: sha256}
steps:
  sum:
    command: [sh, sum.sh]
    inputs: {kept: "source:kept", left: "source:left"}
    outputs: [made]
    runtime: {code: code/}
  look:
    command: [sh, -c, 'cp $TRAINYARD_IN/sum/* $TRAINYARD_OUT/made/ && cat $TRAINYARD_PARAMS > $TRAINYARD_OUT/made/params']
    inputs: {sum: sum/made}
    outputs: [made]
`;
const FILES = {
  'data/kept.csv': 'a\n1\n',
  'data/left.csv': 'a\n2\n',
  'code/sum.sh': 'cat $TRAINYARD_IN/*/* > $TRAINYARD_OUT/made/file\n',
};

describe('a run on the embedded engine', () => {
  let opened: OpenedEngine;
  beforeEach(async () => {
    opened = await openedEngine();
  });
  afterEach(() => opened.close());

  const executed = async (submission: EngineSubmission) => {
    const { run, attempt } = submission;
    const ref = await opened.engine.submit(submission);
    const seen = await settled(
      () => opened.engine.observe(ref),
      ({ state }) => state === 'ended' || state === 'gone',
    );
    return { seen, end: await opened.store.runs.findEnd(run, attempt) };
  };

  it('comes to the same digests as "trainyard run"', async () => {
    const submission = await opened.prepare('run', PIPELINE, FILES);
    const { end } = await executed(submission);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...[installedProgram(), 'run', 'pipeline.yaml', '--json'],
        ...['--store', join(opened.root, 'other-store')],
      ],
      { cwd: submission.sourceFolder },
    );
    const answer = JSON.parse(stdout);
    expect(answer.plan).toBe(submission.planDigest);
    expect(answer.steps).toHaveLength(2);
    expect(
      end?.steps.map(({ id, identity, outputs }) => [id, identity, outputs]),
    ).toEqual(
      answer.steps.map(
        ({
          id,
          identity,
          outputs,
        }: NonNullable<typeof end>['steps'][number]) => [id, identity, outputs],
      ),
    );
  });

  it('adopts nothing where it is a reproduction', async () => {
    await executed(await opened.prepare('run', PIPELINE, FILES));
    const again = await executed(
      await opened.prepare('again', PIPELINE, FILES, {
        purpose: 'reproduction',
        parent: 'run',
      }),
    );
    const other = await executed(
      await opened.prepare('other', PIPELINE, FILES),
    );
    const statuses = ({ end }: typeof again) =>
      end?.steps.map(({ status }) => status);
    expect(statuses(again)).toEqual(['succeeded', 'succeeded']);
    expect(statuses(other)).toEqual(['reused', 'reused']);
  });

  it('fails before its first step, and says in the store why, where a source has changed', async () => {
    const submission = await opened.prepare('run', PIPELINE, FILES);
    await writeFile(
      join(`${submission.sourceFolder}`, 'data/left.csv'),
      'a\n3\n',
    );
    const { seen, end } = await executed(submission);
    expect(seen).toEqual({ state: 'ended' });
    expect(end).toMatchObject({
      status: 'failed',
      steps: [
        {
          status: 'skipped',
          because: [
            expect.stringMatching(/^source left: data\/left.csv: expected sha/),
            expect.stringMatching(/Bring the pinned data back/),
          ],
        },
        { status: 'skipped' },
      ],
    });
  });

  it('says what is missing where nobody knows where a source lies', async () => {
    const submission = await opened.prepare('run', PIPELINE, FILES);
    const { end } = await executed({ ...submission, sourceFolder: undefined });
    expect(end).toMatchObject({
      status: 'failed',
      steps: [
        { because: [expect.stringMatching(/source left: .*pin: copied/)] },
        {},
      ],
    });
  });

  it('is gone, with the reason, where the store does not know it', async () => {
    const submission = await opened.prepare('run', PIPELINE, FILES);
    await rm(join(opened.storeFolder, 'runs/run'), { recursive: true });
    const { seen } = await executed(submission);
    expect(seen).toEqual({
      state: 'gone',
      because: expect.stringMatching(/The run run is not in the store/),
    });
  });
});
