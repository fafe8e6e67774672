import type { ReconcilerPorts } from './ports';
import { forEachDatabase } from '../testing/databases';
import { databaseDatasetStore } from '../datasets/databaseDatasetStore';
import { databaseModelStore } from '../models/databaseModelStore';
import { World } from './testing/world';

/** Announced, taken, observed, published, registered, ended: and one more to be sure. */
const WRITES = 8;

// A database is slow to make where others work on the same machine.
jest.setTimeout(30_000);

forEachDatabase(open => {
  it.each(['before', 'after'] as const)(
    'comes to the same when it is killed %s any write',
    async side => {
      const world = new World(await open());
      for (let nth = 1; nth <= WRITES; nth++) {
        const run = `run-${nth}`;
        world.engine.says = { state: 'running' };
        await world.submit(run);
        const mortal = mortalPorts(world, nth, side);
        await world.reconciler('one', mortal.ports).tick();
        if (mortal.isDead()) await world.reconciler('one').tick();
        await world.execute(run, { weights: `weights ${nth}` });
        await world.reconciler('one', mortal.ports).tick();
        await world.reconciler('one').tick();
      }

      const rows = [];
      for (let nth = 1; nth <= WRITES; nth++) {
        rows.push(await finalRows(world, `run-${nth}`));
      }
      // The last was killed by nobody.
      const untouched = rows[WRITES - 1];
      expect(untouched.summary.state).toBe('succeeded');
      expect(rows.map(row => row.rest)).toEqual(rows.map(() => untouched.rest));
      // No number is given twice, and none is left out.
      expect(rows.map(({ summary }) => summary.model?.version)).toEqual(
        rows.map((_, i) => i + 1),
      );
      expect(world.engine.took.size).toBe(WRITES);
    },
  );
});

async function finalRows(world: World, run: string) {
  const { summary, ref, attempts } = await world.entry(run);
  const { state, because, headline, gates, startedAt, endedAt } = summary;
  const steps = await world.runs.steps(run, 1);
  return {
    summary,
    rest: {
      ...{ state, because, headline, gates, startedAt, endedAt },
      attempts: attempts.map(({ submittedAt: _, ...attempt }) => attempt),
      isTaken: ref !== null,
      metrics: await world.runs.metrics(run),
      points: await world.runs.points(run),
      steps: steps.map(({ name, state: it, try: nth }) => [name, it, nth]),
    },
  };
}

/** Ports of a process that dies at its nth write, and does nothing afterwards. */
function mortalPorts(world: World, nth: number, side: 'before' | 'after') {
  let writes = 0;
  const died = () => new Error('killed');
  const mortal =
    <Arguments extends readonly unknown[], Answer>(
      write: (...given: Arguments) => Promise<Answer>,
    ) =>
    async (...given: Arguments): Promise<Answer> => {
      writes++;
      if (writes > nth || (writes === nth && side === 'before')) throw died();
      const answer = await write(...given);
      if (writes === nth) throw died();
      return answer;
    };
  const { runs, engine, knex } = world;
  const datasets = databaseDatasetStore(knex);
  const models = databaseModelStore(knex);
  const ports: Partial<ReconcilerPorts> = {
    runs: { ...runs, record: mortal(runs.record) },
    datasets: { ...datasets, publish: mortal(datasets.publish) },
    models: { ...models, register: mortal(models.register) },
    engines: new Map([['local', { ...engine, submit: mortal(engine.submit) }]]),
  };
  return { ports, isDead: () => writes >= nth };
}
