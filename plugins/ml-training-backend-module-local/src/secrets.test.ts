import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { readLaunchBegun } from '@trainyard/runner';
import { openedEngine, type OpenedEngine } from './testing/openedEngine';
import { pipelineOf } from './testing/preparedRun';

jest.setTimeout(60_000);

const PORTAL = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  POSTGRES_PASSWORD: 'pw-of-the-portal',
  BACKEND_SECRET: 'key-of-the-portal',
  HTTPS_PROXY: 'http://proxy.example:3128',
  FEATURE_TOKEN: 'tok-4711',
};
const SETTINGS = {
  secrets: ['FEATURE_TOKEN'],
  passEnvironment: ['HTTPS_PROXY'],
};
const MAKE = 'echo made > $TRAINYARD_OUT/made/file';

describe('what a run is given of the environment of the portal', () => {
  let opened: OpenedEngine;
  afterEach(() => opened.close());

  it('is what the operator named, and never a password that a pipeline asks for', async () => {
    opened = await openedEngine(SETTINGS, { environment: PORTAL });
    const submission = await opened.prepare(
      'run',
      pipelineOf(
        { one: `${MAKE}; exec sleep 600` },
        'secrets: {token: {env: FEATURE_TOKEN}}\n',
      ),
    );
    const ref = await opened.engine.submit(submission);
    const folder = join(opened.launches, 'launches', ref.id);
    const begun = await settled(
      () => readLaunchBegun(folder),
      found => found !== undefined,
    );
    const pid = begun?.state === 'executing' ? begun.by.pid : 0;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    const given = environment.split('\0').filter(entry => entry !== '');
    expect(given.map(entry => entry.split('=')[0]).sort()).toEqual([
      'FEATURE_TOKEN',
      'HOME',
      'HTTPS_PROXY',
      'PATH',
    ]);
  });

  it('does not come to a step under the name of a secret that is not on the list', async () => {
    opened = await openedEngine(SETTINGS, { environment: PORTAL });
    const submission = await opened.prepare(
      'run',
      pipelineOf(
        { one: `echo $stolen; ${MAKE}` },
        'secrets: {stolen: {env: POSTGRES_PASSWORD}}\n',
      ),
    );
    expect(await opened.engine.lint(submission.plan)).toMatchObject([
      {
        severity: 'error',
        found: 'POSTGRES_PASSWORD',
        advice: expect.stringContaining('mlTraining.engines.local.secrets'),
      },
    ]);
    const ref = await opened.engine.submit(submission);
    await settled(
      () => opened.engine.observe(ref),
      ({ state }) => state === 'ended',
    );
    expect(await opened.store.runs.findEnd('run', 1)).toMatchObject({
      status: 'failed',
      steps: [
        { because: [expect.stringContaining('POSTGRES_PASSWORD, found none')] },
      ],
    });
  });

  it('is covered in the log, byte for byte as it will be sealed', async () => {
    opened = await openedEngine(SETTINGS, { environment: PORTAL });
    const gate = join(opened.root, 'gate');
    const ref = await opened.engine.submit(
      await opened.prepare(
        'run',
        pipelineOf(
          {
            one: `echo before $token after
printf tok-; until [ -e ${gate} ]; do sleep 0.05; done
echo 4711 halves; echo made > $TRAINYARD_OUT/made/file; echo $token >&2; exit 3`,
          },
          'secrets: {token: {env: FEATURE_TOKEN}}\n',
        ),
      ),
    );
    const log = await settled(
      () =>
        opened.engine.logs(ref, 'one', {
          from: 0,
          signal: new AbortController().signal,
        }),
      found => found !== undefined,
    );
    let live = '';
    for await (const { bytes } of log ?? []) {
      live += Buffer.from(bytes);
      // The half of a secret is not shown while the other one may still come.
      expect(live).not.toContain('tok');
      if (live.endsWith('after\n')) await writeFile(gate, '');
    }
    const covered = 'before ******** after\n******** halves\n********\n';
    expect(live).toBe(covered);
    await settled(
      () => opened.engine.observe(ref),
      ({ state }) => state === 'ended',
    );
    const step = await opened.store.runs.findStep('run', 1, 'one');
    const sealed = await opened.store.blobs.readAll(`${step?.log}`);
    expect(Buffer.from(sealed).toString()).toBe(covered);
    expect(JSON.stringify(step)).not.toContain('tok-4711');
  });
});
