import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  EngineRef,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { readLaunchBegun } from '@trainyard/runner';
import { installedProgram } from './program';
import { bundledProgram } from './testing/bundledProgram';
import {
  openedEngine,
  workOf,
  type OpenedEngine,
} from './testing/openedEngine';
import { pipelineOf } from './testing/preparedRun';

jest.setTimeout(60_000);

const MAKE = 'echo made > $TRAINYARD_OUT/made/file';

/** Nobody else's sleep takes so long: found again by it among all processes. */
const LONG = `600.${process.pid}`;

function livingSleeps(): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const state = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return words[1] === LONG && !/\) [ZX] /.test(state);
    } catch {
      return false;
    }
  });
}

const observed = (engine: TrainingEngine, ref: EngineRef, state: string) =>
  settled(
    () => engine.observe(ref),
    seen => seen.state === state,
  );

const linux = process.platform === 'linux' ? describe : describe.skip;
if (linux === describe.skip) {
  console.warn('NOT RUN: kills of the embedded engine, for lack of /proc');
}

linux('kills', () => {
  let opened: OpenedEngine;
  afterEach(() => opened.close());

  const refOf = (run: string): EngineRef => ({
    run,
    attempt: 1,
    namespace: 'default',
    id: `${run}.1`,
  });

  const runnerOf = (run: string) =>
    settled(
      async () => {
        const folder = join(opened.launches, 'launches', `${run}.1`);
        const begun = await readLaunchBegun(folder);
        return begun?.state === 'executing' ? begun.by.pid : undefined;
      },
      pid => pid !== undefined,
    ).then(Number);

  const sleeping = (count: number) =>
    settled(
      async () => livingSleeps(),
      pids => pids.length === count,
    );

  it('of the portal leave its runs going: the next portal finds them and sees them end', async () => {
    opened = await openedEngine();
    const gate = join(opened.root, 'gate');
    const submission = await opened.prepare(
      'run',
      pipelineOf({
        one: `until [ -e ${gate} ]; do sleep 0.05; done; ${MAKE}`,
        two: MAKE,
      }),
    );
    await opened.engine.close();
    const orders = join(opened.root, 'orders.json');
    await writeFile(
      orders,
      JSON.stringify({
        folder: opened.launches,
        storeFolder: opened.storeFolder,
        program: installedProgram(),
        submission,
      }),
    );
    const program = await bundledProgram('submittingPortal.ts');
    try {
      const portal = spawn(process.execPath, [program.file, orders], {
        stdio: 'ignore',
      });
      await runnerOf('run');
      portal.kill('SIGKILL');
      await once(portal, 'exit');
    } finally {
      await program.remove();
    }

    const next = await opened.open();
    expect(await next.observe(refOf('run'))).toEqual({ state: 'running' });
    await writeFile(gate, '');
    await observed(next, refOf('run'), 'ended');
    const end = await opened.store.runs.findEnd('run', 1);
    expect(end?.status).toBe('succeeded');
    expect(await opened.store.runs.attempts('run')).toEqual([1]);
  });

  it('of the runner are seen: the run is gone, with its commands and its work', async () => {
    opened = await openedEngine();
    const { engine } = opened;
    const ref = await engine.submit(
      await opened.prepare(
        'run',
        pipelineOf({ one: `sleep ${LONG} & exec sleep ${LONG}` }),
      ),
    );
    await sleeping(2);
    process.kill(await runnerOf('run'), 'SIGKILL');
    expect(await observed(engine, ref, 'gone')).toEqual({
      state: 'gone',
      because: expect.stringMatching(/gone without having told an end/),
    });
    await settled(
      async () => existsSync(workOf(opened, 'run')),
      isThere => !isThere,
    );
    await engine.stop(ref);
    expect(livingSleeps()).toEqual([]);
  });

  it('are not needed where a command heeds nobody: a stop ends all that it began', async () => {
    opened = await openedEngine({ graceSeconds: 1 });
    const { engine } = opened;
    const deaf = `trap '' TERM; sleep ${LONG}`;
    const ref = await engine.submit(
      await opened.prepare(
        'run',
        pipelineOf({
          one: `trap '' TERM
(${deaf}) & setsid sh -c "${deaf}" & (sh -c "${deaf} & wait") &
wait; wait; wait; sleep ${LONG}`,
        }),
      ),
    );
    await sleeping(3);
    const runner = await runnerOf('run');
    await engine.stop(ref);
    expect(livingSleeps()).toEqual([]);
    expect(existsSync(`/proc/${runner}/cwd/.`)).toBe(false);
    expect((await engine.observe(ref)).state).toBe('gone');
  });

  it('are not needed to stop a run from another host, which can only leave word', async () => {
    opened = await openedEngine();
    const ref = await opened.engine.submit(
      await opened.prepare('run', pipelineOf({ one: `exec sleep ${LONG}` })),
    );
    await sleeping(1);
    await writeFile(join(opened.launches, 'launches/run.1/stop.json'), '{}');
    await observed(opened.engine, ref, 'ended');
    const end = await opened.store.runs.findEnd('run', 1);
    expect(end?.status).toBe('stopped');
    expect(livingSleeps()).toEqual([]);
  });

  it('hit nobody who was given the number of a runner that is gone', async () => {
    opened = await openedEngine();
    const { engine } = opened;
    const bystander = spawn('sleep', ['600'], { detached: true });
    try {
      const ref = await engine.submit(
        await opened.prepare('run', pipelineOf({ one: `sleep ${LONG}` })),
      );
      await sleeping(1);
      process.kill(await runnerOf('run'), 'SIGKILL');
      await observed(engine, ref, 'gone');
      const file = join(opened.launches, 'launches/run.1/begun.json');
      const begun = JSON.parse(await readFile(file, 'utf8'));
      begun.by.pid = bystander.pid;
      await writeFile(file, JSON.stringify(begun));

      await engine.stop(ref);
      expect(bystander.kill(0)).toBe(true);
      expect(bystander.signalCode).toBeNull();
    } finally {
      bystander.kill('SIGKILL');
    }
  });
});
