import { stopMarker } from '@trainyard/backstage-plugin-ml-training-common';
import { graph } from './testing/plans';
import { playWorkflow, PodWorld, RUN } from './testing/podWorld';

describe('settling an attempt whose workflow is over', () => {
  let world: PodWorld;
  const begin = async (plan = graph()) => {
    world = await PodWorld.make(plan);
  };
  afterEach(() => world.remove());

  /** As an engine does before it stops the workflow. */
  const stop = () =>
    world.objects.create(stopMarker(`staging/${RUN}/1/`), Buffer.from('{}'));

  const settled = async () => {
    const outcome = await world.settle();
    if (outcome.outcome !== 'settled') throw new Error(outcome.outcome);
    const { status, steps } = outcome.end;
    return {
      status,
      steps: Object.fromEntries(steps.map(step => [step.id, step.status])),
      because: Object.fromEntries(steps.map(step => [step.id, step.because])),
    };
  };

  it('leaves alone what was never claimed', async () => {
    await begin();
    expect(await world.settle()).toEqual({ outcome: 'never claimed' });
    expect(await world.store.runs.findEnd(RUN, 1)).toBeUndefined();
  });

  it('leaves alone what another workflow claimed', async () => {
    await begin();
    await world.prepare({ host: 'argo/other/workflow' });
    expect(await world.settle()).toEqual({
      outcome: 'claimed by another',
      host: 'argo/other/workflow',
    });
  });

  it('leaves nothing in staging but the wish that it stop', async () => {
    await begin();
    await world.prepare();
    await world.command('train');
    await stop();
    await settled();
    const left: string[] = [];
    for await (const key of world.objects.list(`staging/${RUN}/1/`)) {
      left.push(key);
    }
    expect(left).toEqual([stopMarker(`staging/${RUN}/1/`)]);
  });

  it('keeps the end that is there, however often it is asked', async () => {
    await begin();
    await playWorkflow(world);
    const end = await world.store.runs.findEnd(RUN, 1);
    expect(await world.settle()).toEqual({ outcome: 'settled', end });
  });

  it('skips what did not come to be, and says so every time', async () => {
    await begin();
    await world.prepare();
    const first = await settled();
    expect(first).toMatchObject({
      status: 'failed',
      steps: { data: 'succeeded', check: 'succeeded', train: 'skipped' },
      because: { train: ['its workflow ended before it'] },
    });
    expect(await settled()).toEqual(first);
  });

  it('seals what a command completed, so that the next attempt finds it', async () => {
    await begin();
    await world.prepare();
    await world.command('train');
    expect(await settled()).toMatchObject({
      status: 'failed',
      steps: { train: 'succeeded', score: 'skipped', report: 'skipped' },
    });
    const played = await playWorkflow(world, {}, { attempt: 2 });
    expect(played.pods).toEqual(['prepare', 'score(0)', 'conclude']);
    expect((await world.store.runs.findEnd(RUN, 2))?.status).toBe('succeeded');
  });

  it('says of a command that was cut off what ended it', async () => {
    await begin();
    await world.prepare();
    await world.command('train', {
      witness: false,
      deletedWhen: async () => true,
    });
    expect(await settled()).toMatchObject({
      status: 'failed',
      steps: { train: 'failed', score: 'skipped' },
      because: { train: [expect.stringMatching(/ended from outside/)] },
    });
  });

  it('says of a built-in step that was cut off that it was', async () => {
    await begin();
    await world.builtin({ pod: 'prepare' });
    await world.store.runs.beginStep(RUN, 1, 'data', {
      identity: 'a'.repeat(64),
      try: 1,
      at: '2026-07-02T08:15:30.000Z',
      host: 'here',
    });
    expect(await settled()).toMatchObject({
      status: 'failed',
      steps: { data: 'failed', check: 'skipped' },
      because: { data: [expect.stringMatching(/ended from outside/)] },
    });
    expect(await world.store.runs.findStep(RUN, 1, 'data')).toMatchObject({
      verdict: 'failed',
      started_at: '2026-07-02T08:15:30.000Z',
    });
  });

  it('calls it stopped where a person wanted its end', async () => {
    await begin();
    await world.prepare();
    await world.command('train', {
      witness: false,
      deletedWhen: async () => true,
    });
    await stop();
    expect(await settled()).toMatchObject({
      status: 'stopped',
      steps: { train: 'failed', score: 'skipped' },
      because: { evaluate: ['score was skipped'] },
    });
  });

  it('is nobody’s work where it was stopped before it began', async () => {
    await begin();
    await stop();
    expect(await world.prepare()).toEqual({
      outcome: 'attempt failed',
      because: 'attempt 1 of run-1 is being stopped',
    });
    expect(await world.store.runs.findAttempt(RUN, 1)).toBeUndefined();
    expect(await world.settle()).toEqual({ outcome: 'never claimed' });
  });

  it('finds nothing begun after it was stopped', async () => {
    await begin();
    await world.prepare();
    await stop();
    const { fetch } = await world.command('train');
    expect(fetch).toMatchObject({
      outcome: 'no further try',
      because: expect.stringMatching(/is being stopped/),
    });
    expect(await world.conclude({})).toMatchObject({
      outcome: 'attempt failed',
    });
    expect(await settled()).toMatchObject({
      status: 'stopped',
      steps: { check: 'succeeded', train: 'skipped' },
      because: { train: ['the run was stopped'] },
    });
  });

  it('calls it succeeded where only the last word was missing', async () => {
    await begin();
    await playWorkflow(world);
    // As where the last pod is killed before it writes the end.
    await world.objects.remove(`runs/${RUN}/1/end.json`);
    expect(await settled()).toMatchObject({
      status: 'succeeded',
      steps: { train: 'succeeded', report: 'succeeded' },
    });
  });

  it('stops what would begin after it', async () => {
    await begin();
    await world.prepare();
    await settled();
    const late = await world.command('train');
    expect(late.fetch).toMatchObject({
      outcome: 'no further try',
      because: expect.stringMatching(/ended: failed/),
    });
    expect(await world.prepare()).toMatchObject({ outcome: 'attempt failed' });
    expect(await world.store.runs.tries(RUN, 1, 'train')).toEqual([]);
  });
});
