// eslint-disable-next-line @backstage/no-forbidden-package-imports -- tests of this repository: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import type {
  EngineObservation,
  EngineRef,
} from '@trainyard/backstage-plugin-ml-training-node';
import { placeOf } from './clusters/places';
import { TOKEN, WAYS } from './testing/apis';
import type { FakeOptions } from './testing/fakeArgo';
import { openedEngine, type OpenedEngine } from './testing/openedEngine';
import { PlayedController } from './testing/playedController';
import { preparedRun, type PreparedOptions } from './testing/preparedRun';
import type { EngineSettings } from './settings';

const MAKE = 'echo made > $TRAINYARD_OUT/made/file';

describe.each(WAYS)('the engine of Argo over the %s', way => {
  let under: OpenedEngine;
  let controller: PlayedController;
  afterEach(() => under.close());

  const open = async (
    settings: Partial<EngineSettings> = {},
    fake: FakeOptions = {},
  ) => {
    under = await openedEngine(way, settings, fake);
    controller = new PlayedController(under.argo, under.store);
  };
  const prepare = (run: string, options?: PreparedOptions) =>
    preparedRun(under.engine, under.store, run, { one: MAKE }, options);
  const submit = async (run: string) => under.engine.submit(await prepare(run));
  const observed = (
    ref: EngineRef,
    isSo: (seen: EngineObservation) => boolean,
  ) => settled(() => under.engine.observe(ref), isSo);
  const waits = (ref: EngineRef, words: RegExp) =>
    observed(ref, seen => seen.state === 'pending' && words.test(seen.because));
  const is = (ref: EngineRef, state: EngineObservation['state']) =>
    observed(ref, seen => seen.state === state);
  const nameOf = (ref: EngineRef) => placeOf(ref).workflow;

  describe('takes a submission', () => {
    it('once, however often it comes', async () => {
      await open();
      const submission = await prepare('run');
      const refs = await Promise.all(
        Array.from({ length: 5 }, () => under.engine.submit(submission)),
      );
      expect(new Set(refs.map(ref => JSON.stringify(ref))).size).toBe(1);
      expect(under.argo.workflows.size).toBe(1);
      expect(refs[0].id).toBe(`main/training/${nameOf(refs[0])}`);
    });

    it('and refuses another plan under the same name, saying what to do', async () => {
      await open();
      const ref = await submit('run');
      under.argo.change(nameOf(ref), workflow => ({
        ...workflow,
        metadata: {
          ...workflow.metadata,
          annotations: { 'trainyard.dev/plan': 'f'.repeat(64) },
        },
      }));
      await expect(submit('run')).rejects.toThrow(
        /executes the plan f+ and not .* Delete it \(kubectl -n training delete workflow/,
      );
    });

    it('and does not execute what ended long ago again', async () => {
      await open();
      const submission = await prepare('run');
      const ref = await under.engine.submit(submission);
      await controller.claims(ref);
      await controller.tellsTheEnd(submission);
      under.argo.remove(nameOf(ref));
      expect(await under.engine.submit(submission)).toEqual(ref);
      expect(under.argo.workflows.size).toBe(0);
      expect(await is(ref, 'ended')).toEqual({ state: 'ended' });
    });

    it('for the cluster that a rule names', async () => {
      await open();
      const main = { namespace: 'training', workflows: {} };
      const argoServer = { url: 'http://127.0.0.1:1' };
      const engine = under.again({
        clusters: {
          main: { ...main, argoServer: { url: 'http://127.0.0.1:1' } },
          gpu: { ...main, namespace: 'big', argoServer },
        },
        rules: [{ pipeline: 'scripts', cluster: 'gpu' }],
      });
      const submission = await prepare('run');
      await controller.tellsTheEnd(submission);
      expect((await engine.submit(submission)).id).toMatch(/^gpu\/big\//);
    });
  });

  describe('observes', () => {
    it('an attempt from its first moment to its end, also after a restart', async () => {
      await open();
      const submission = await prepare('run');
      const ref = await under.engine.submit(submission);
      expect(await under.engine.observe(ref)).toEqual({
        state: 'pending',
        because: 'Argo has taken it and has not looked at it yet.',
      });
      controller.shows(ref, {
        ...{ task: 'prepare', template: 'builtin-prepare' },
        phase: 'Running',
      });
      await is(ref, 'running');
      const restarted = under.again();
      expect(await restarted.observe(ref)).toEqual({ state: 'running' });
      await controller.claims(ref);
      await controller.tellsTheEnd(submission);
      controller.finishes(ref, 'Succeeded');
      await is(ref, 'ended');
      expect(await under.again().observe(ref)).toEqual({ state: 'ended' });
    });

    it('without a call for each', async () => {
      await open();
      const refs: EngineRef[] = [];
      for (const run of ['a', 'b', 'c', 'd']) refs.push(await submit(run));
      await Promise.all(refs.map(ref => under.engine.observe(ref)));
      const before = under.argo.calls.length;
      for (const ref of refs) await under.engine.observe(ref);
      expect(under.argo.calls.slice(before)).toEqual([]);
    });

    it('how many runs are before one that waits for a place', async () => {
      await open();
      const refs: EngineRef[] = [];
      for (const run of ['first', 'second', 'third']) {
        refs.push(await submit(run));
      }
      const lock = 'training/ConfigMap/quota/runs';
      const [first, ...others] = refs;
      under.argo.setStatus(nameOf(first), {
        phase: 'Running',
        synchronization: {
          semaphore: {
            holding: [{ semaphore: lock, holders: [nameOf(first)] }],
          },
        },
      });
      others.forEach((ref, i) => {
        under.argo.change(nameOf(ref), workflow => ({
          ...workflow,
          metadata: {
            ...workflow.metadata,
            creationTimestamp: new Date(Date.UTC(2001, 0, 1, i)).toISOString(),
          },
          status: {
            phase: 'Pending',
            message: `Waiting for ${lock} lock. Lock status: 0/1`,
            synchronization: {
              semaphore: {
                waiting: [{ semaphore: lock, holders: [nameOf(first)] }],
              },
            },
          },
        }));
      });
      expect(await waits(others[0], /quota: 1 run before it/)).toBeDefined();
      expect(await waits(others[1], /quota: 2 runs before it/)).toBeDefined();
    });

    it('what the cluster complains of about a pod that does not begin', async () => {
      await open();
      const ref = await submit('run');
      const node = { task: 'one', template: 'command-1', step: 'one' };
      under.argo.events.push({
        involvedObject: { name: controller.podOf(ref, { ...node, phase: '' }) },
        reason: 'Failed',
        message: 'Error: secret "model-hub" not found',
        lastTimestamp: new Date().toISOString(),
      });
      controller.shows(ref, {
        ...node,
        phase: 'Pending',
        message: 'PodInitializing',
      });
      expect(
        await waits(ref, /one: a Secret .* is missing .*model-hub/),
      ).toBeDefined();
    });

    it('that what it was never given is gone, and has nothing to stop', async () => {
      await open();
      const ref = await submit('run');
      const unknown = { ...ref, id: `${ref.id}0`, run: 'another' };
      expect((await under.engine.observe(unknown)).state).toBe('gone');
      await under.engine.stop(unknown);
      expect(under.argo.workflows.size).toBe(1);
    });

    it('that one was deleted behind its back, and asks the archive first', async () => {
      await open();
      const ref = await submit('run');
      await controller.claims(ref);
      await under.engine.observe(ref);
      under.argo.remove(nameOf(ref));
      expect(await is(ref, 'gone')).toMatchObject({
        because: expect.stringMatching(
          /deleted before the run had told its end/,
        ),
      });
      expect(await under.store.runs.findEnd('run', 1)).toBeUndefined();
    });

    it('an end where the last pod could not tell it', async () => {
      await open();
      const ref = await submit('run');
      await controller.claims(ref);
      controller.finishes(ref, 'Failed', 'the exit handler failed');
      await is(ref, 'ended');
      expect(await under.store.runs.findEnd('run', 1)).toMatchObject({
        status: 'failed',
      });
    });

    it('why one ended before it began', async () => {
      await open();
      const ref = await submit('run');
      controller.finishes(ref, 'Failed', 'invalid spec');
      expect(await is(ref, 'gone')).toMatchObject({
        because: expect.stringMatching(/before it began: Failed: invalid spec/),
      });
    });

    it('nothing while the cluster is away, and goes on when it is back', async () => {
      await open();
      const ref = await submit('run');
      await under.engine.observe(ref);
      under.argo.isDown = true;
      const restarted = under.again();
      await expect(restarted.observe(ref)).rejects.toThrow(
        /mlTraining\.engines\.argo\.clusters\.main\..*does not answer.*argo-unreachable/,
      );
      under.argo.isDown = false;
      const again = () => restarted.observe(ref).catch(() => undefined);
      expect(await settled(again, seen => seen !== undefined)).toMatchObject({
        state: 'pending',
      });
    });

    it('what happened while a watch was broken, or had forgotten', async () => {
      await open();
      const ref = await submit('run');
      await under.engine.observe(ref);
      under.argo.breakStreams();
      controller.shows(ref, {
        ...{ task: 'prepare', template: 'builtin-prepare' },
        phase: 'Running',
      });
      under.argo.forgetHistory();
      expect(await is(ref, 'running')).toEqual({ state: 'running' });
    });
  });

  describe('stops', () => {
    const obedient: FakeOptions = {
      onShutdown: ({ metadata }, _, argo) => {
        for (const pod of argo.pods.values()) argo.endPod(pod.name, 'Failed');
        argo.setStatus(metadata.name, {
          phase: 'Failed',
          message: 'Stopped with strategy Stop',
        });
      },
    };

    it('what waits, which then never begins', async () => {
      await open({}, obedient);
      const ref = await submit('run');
      await under.engine.stop(ref);
      expect(await under.engine.observe(ref)).toEqual({
        state: 'gone',
        because: 'it was withdrawn before it began',
      });
      expect(await under.store.runs.attempts('run')).toEqual([]);
      await under.engine.stop(ref);
    });

    it('what is being executed, and says so in the store', async () => {
      await open({}, obedient);
      const ref = await submit('run');
      await controller.claims(ref);
      controller.shows(ref, {
        ...{ task: 'prepare', template: 'builtin-prepare' },
        phase: 'Running',
      });
      await under.engine.stop(ref);
      expect(await under.engine.observe(ref)).toEqual({ state: 'ended' });
      expect(await under.store.runs.findEnd('run', 1)).toMatchObject({
        status: 'stopped',
      });
      await under.engine.stop(ref);
    });

    it('by force what does not end in order', async () => {
      const asked: string[] = [];
      await open(
        {},
        {
          onShutdown: ({ metadata }, how, argo) => {
            asked.push(how);
            if (how === 'Terminate') {
              argo.setStatus(metadata.name, { phase: 'Failed' });
            }
          },
        },
      );
      const ref = await submit('run');
      await controller.claims(ref);
      await under.engine.stop(ref);
      expect(asked).toEqual(['Stop', 'Terminate']);
    });

    it('nothing of what has ended', async () => {
      await open({}, obedient);
      const submission = await prepare('run');
      const ref = await under.engine.submit(submission);
      await controller.claims(ref);
      await controller.tellsTheEnd(submission);
      controller.finishes(ref, 'Succeeded');
      const end = await under.store.runs.findEnd('run', 1);
      await under.engine.stop(ref);
      expect(await under.store.runs.findEnd('run', 1)).toEqual(end);
    });
  });

  describe('tells what is in the way', () => {
    it('nothing where nothing is', async () => {
      await open();
      expect(await under.engine.trouble()).toBeUndefined();
    });

    it.each<[string, RegExp, () => void]>([
      [
        'the definition of workflows is missing',
        /Install Argo Workflows.*kubectl get crd/,
        () => (under.argo.hasDefinition = false),
      ],
      [
        'a right is missing',
        /may not create workflows in the namespace training.*rbac\.yaml/,
        () => under.argo.forbidden.add('create workflows'),
      ],
      [
        'nobody answers',
        /does not answer.*argo-unreachable\.md/,
        () => (under.argo.isDown = true),
      ],
    ])('where %s', async (_, words, wrong) => {
      await open();
      wrong();
      expect(await under.engine.trouble()).toMatch(words);
    });

    it('where the namespace is missing', async () => {
      await open();
      const argoServer = { url: under.argo.url, token: TOKEN };
      const elsewhere = { namespace: 'elsewhere', workflows: {}, argoServer };
      const engine = under.again({ clusters: { main: elsewhere } });
      expect(await engine.trouble()).toMatch(
        /clusters\.main\.namespace: the cluster has no namespace elsewhere\. Create it/,
      );
    });
  });

  describe('lints', () => {
    it('what the cluster would refuse, and asks it once', async () => {
      await open();
      const { plan } = await prepare('run');
      expect(await under.engine.lint(plan)).toEqual([]);
      const before = under.argo.calls.length;
      expect(await under.engine.lint(plan)).toEqual([]);
      expect(under.argo.calls.slice(before)).toEqual([]);
    });

    it('in the words of the cluster', async () => {
      await open();
      under.argo.faults.set('create workflows', {
        status: 422,
        message: 'admission webhook "policy" denied the request',
      });
      const { plan } = await prepare('run');
      expect(await under.engine.lint(plan)).toMatchObject([
        {
          severity: 'error',
          found: expect.stringContaining('webhook "policy"'),
        },
      ]);
    });

    it('an image outside the list without asking it', async () => {
      await open();
      const image = `docker.io/anybody/image@sha256:${'c'.repeat(64)}`;
      const { plan } = await prepare('run', { image });
      const problems = await under.engine.lint(plan);
      expect(JSON.stringify(problems)).toContain('anybody/image');
      expect(under.argo.calls).toEqual([]);
    });

    it('with a warning where it cannot ask', async () => {
      await open();
      under.argo.isDown = true;
      const { plan } = await prepare('run');
      expect(await under.engine.lint(plan)).toMatchObject([
        { severity: 'warning' },
      ]);
    });
  });

  it('says which setting is gone that a run needs', async () => {
    await open();
    const ref = await submit('run');
    const other = { ...ref, id: ref.id.replace('main/', 'old/') };
    await expect(under.engine.observe(other)).rejects.toThrow(
      /mlTraining\.engines\.argo\.clusters has no old any more/,
    );
  });
});
