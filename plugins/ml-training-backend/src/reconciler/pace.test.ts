import { forEachDatabase } from '../testing/databases';
import { AT } from '../testing/storedRuns';
import { World } from './testing/world';

const RUNS = 20;
/** Those whose turn it is in a tick, a second after the last one. */
const TURNS = 10;

// A database is slow to make where others work on the same machine.
jest.setTimeout(30_000);

forEachDatabase(open => {
  /** Many runs at work, all of which were looked at; and whose store is looked at from now on. */
  async function manyAtWork() {
    const world = new World(await open());
    const names = Array.from({ length: RUNS }, (_, i) => `run-${i}`);
    for (const run of names) await world.submit(run);
    const looked: string[] = [];
    const { runs } = world.store;
    const store = {
      ...world.store,
      runs: {
        ...runs,
        findEnd: (run: string, attempt: number) => {
          looked.push(run);
          return runs.findEnd(run, attempt);
        },
      },
    };
    const reconciler = world.reconciler('one', { store: async () => store });
    const tick = async () => {
      looked.length = 0;
      world.milliseconds += 1000;
      await reconciler.tick();
      return new Set(looked);
    };
    // Taken, then as they are after that.
    await tick();
    await tick();
    await tick();
    return { world, names, tick };
  }

  it('comes to every run in turn, and to no more than some in a tick', async () => {
    const { names, tick } = await manyAtWork();
    const seen = new Set<string>();
    for (let i = 0; i < RUNS / TURNS; i++) {
      const looked = await tick();
      expect(looked.size).toBe(TURNS);
      for (const run of looked) seen.add(run);
    }
    expect([...seen].sort()).toEqual([...names].sort());
  });

  it('looks at once where the journal tells of a run', async () => {
    const { world, names, tick } = await manyAtWork();
    const told = names.slice(-TURNS);
    for (const run of told) {
      await world.store.journal.append({
        ...{ schema_version: 1, id: `${run}.1`, at: AT, event: 'step ended' },
        ...{ run, attempt: 1 },
      });
    }
    const looked = await tick();
    expect([...looked]).toEqual(expect.arrayContaining(told));
    expect(looked.size).toBeLessThanOrEqual(2 * TURNS);
    expect((await tick()).size).toBe(TURNS);
  });

  it('looks at once where the engine says something else than before', async () => {
    const { world, tick } = await manyAtWork();
    world.engine.says = { state: 'pending', because: 'It waits for a node.' };
    expect((await tick()).size).toBe(RUNS);
    const entry = await world.entry('run-0');
    expect(entry.attempts[0].pending).toBe('It waits for a node.');
  });

  it('looks at once where somebody wants an end', async () => {
    const { world, names, tick } = await manyAtWork();
    const wanted = names.slice(-TURNS);
    for (const run of wanted) await world.runs.askToStop(run, 'user:default/a');
    expect([...(await tick())]).toEqual(expect.arrayContaining(wanted));
  });

  it('goes on where the journal cannot be read', async () => {
    const { world, tick } = await manyAtWork();
    world.store.journal.newIn = async () => {
      throw new Error('the store answers nobody');
    };
    expect((await tick()).size).toBe(TURNS);
  });
});
