import { openArtifactStore, type ArtifactStore } from '@trainyard/artifacts';
import { copyOf } from './testing/copyOf';
import { Died, dyingObjects } from './testing/dyingObjects';
import { graph } from './testing/plans';
import { PodWorld, RUN } from './testing/podWorld';

/** What a person would see of the attempt; times are of the process that lived to tell. */
async function seen(store: ArtifactStore) {
  const end = await store.runs.findEnd(RUN, 1);
  return {
    status: end?.status,
    steps: end?.steps.map(({ seconds: _, ...step }) => step),
  };
}

describe('a pod that is killed', () => {
  let world: PodWorld;
  beforeEach(async () => {
    world = await PodWorld.make(graph());
  });
  afterEach(() => world.remove());

  it.each(['before', 'after'] as const)(
    '%s any of its writes comes to the same when it is tried again',
    async side => {
      await world.prepare();
      await world.command('train');
      await world.command('score', {
        seals: ['train'],
        reported: { train: 0 },
      });
      const reported = { train: 0, score: 0 };
      const whole = openArtifactStore(await copyOf(world.objects));
      await world.conclude(reported, { through: whole });
      const expected = await seen(whole);
      expect(expected.status).toBe('succeeded');

      let survived = false;
      for (let at = 1; !survived; at++) {
        const objects = await copyOf(world.objects);
        const dying = dyingObjects(objects, at, side);
        const thrown: unknown[] = [];
        await world
          .conclude(reported, { through: openArtifactStore(dying) })
          .catch(error => thrown.push(error));
        survived = !dying.hasDied();
        expect(thrown.every(error => error instanceof Died)).toBe(true);
        const store = openArtifactStore(objects);
        expect(
          await world.conclude(reported, { through: store }),
        ).toMatchObject({ outcome: 'done' });
        expect(await seen(store)).toEqual(expected);
      }
    },
  );

  it('while it executes a step works again under the next number', async () => {
    let at = 1;
    let tries: readonly number[] = [];
    while (tries.length < 2) {
      const objects = await copyOf(world.objects);
      const dying = openArtifactStore(dyingObjects(objects, at++, 'after'));
      const work = { pod: 'prepare', steps: ['data', 'check'] };
      await world.builtin(work, {}, { through: dying }).catch(() => {});
      const store = openArtifactStore(objects);
      await world.builtin(work, {}, { through: store });
      const found = await store.runs.tries(RUN, 1, 'data');
      tries = found.map(it => it.try);
      expect(found.at(-1)?.manifest?.verdict).toBe('succeeded');
    }
    expect(tries).toEqual([1, 2]);
  });
});
