// Two portals on one Postgres and one store: the one that looks after the runs is
// paused for longer than its lease, and writes nothing when it wakes up.
import { faultsOf, newLedger, pause, submitUntil } from './client.mjs';
import { hearSteps } from './begunSteps.mjs';
import { postgres } from './databases.mjs';
import {
  endProcesses,
  processesOf,
  strayRuns,
  verifyStore,
} from './leftovers.mjs';
import { makePlace, writeConfiguration } from './place.mjs';
import { freePort, startPortal } from './portal.mjs';
import { randomOf } from './random.mjs';
import { armSleep, disarm, watchWrites, writesSince } from './witness.mjs';

const CLIENTS = 2;
/** Of a busy machine: the lease is 10 s, a paused transaction holds it for 5 s more. */
const TAKE_OVER_MS = 60_000;
/** How long it is looked at what a portal does that woke up. */
const AWAKE_MS = 4_000;
const END_MS = 180_000;

/** @returns what was done, in a sentence; undefined where there is no Postgres */
export async function twoPortals({ seed, keep }) {
  const place = makePlace();
  const database = await postgres();
  if (!database) {
    place.remove();
    return 'NOT RUN: two portals, for lack of Postgres';
  }
  const steps = hearSteps(place.pipe);
  const portals = [];
  let over = false;
  let failed = false;
  let asked;
  const ledger = newLedger(place, steps, () => asked.port, randomOf(seed));
  try {
    portals.push(await start('first', place, database));
    const [first] = portals;
    await leads(database, first);
    portals.push(await start('second', place, database));
    const [, second] = portals;
    await watchWrites(database);

    asked = second;
    const clients = Promise.all(
      Array.from({ length: CLIENTS }, (_, number) =>
        submitUntil(ledger, `pipeline-${number}`, () => over),
      ),
    );
    clients.catch(() => undefined);

    const said = [];
    // Clients ask the other one: whatever the paused one writes, it writes as leader.
    said.push(
      await pauseLeader(database, first, second, async () => {
        await armSleep(database, first.name);
        first.signal('SIGSTOP');
        await disarm(database);
      }),
    );
    // A request that the second one had half read would be written when it wakes up.
    asked = first;
    await Promise.allSettled([...ledger.asking]);
    said.push(
      await pauseLeader(database, second, first, async () => {
        await pause(1_500);
        second.signal('SIGSTOP');
      }),
    );
    over = true;
    await Promise.race([
      clients,
      pause(END_MS).then(() => {
        throw new Error('runs are stuck');
      }),
    ]);
    await Promise.all(portals.map(portal => portal.end()));
    const runs = [...ledger.runs.values()];
    const faults = [
      ...faultsOf(ledger),
      ...strayRuns(place, runs).stray,
      ...processesOf(place),
    ];
    if (faults.length > 0) throw new Error(faults.join('\n'));
    verifyStore(place);
    return `two portals: ${runs.length} runs, all as they must be; ${said.join('; ')}`;
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    ledger.closed = true;
    for (const portal of portals) await portal.kill();
    endProcesses(place);
    steps.close();
    await database.stop();
    if (keep || failed) console.error(`kept: ${place.folder}`);
    else place.remove();
  }
}

async function start(name, place, database) {
  const port = await freePort();
  const portal = startPortal({
    config: writeConfiguration(place, {
      name,
      port,
      database: database.configuration(name),
    }),
    log: place.at(`${name}.log`),
    port,
  });
  if (!(await portal.ready())) throw new Error(`${name}: ended by itself`);
  return { ...portal, name, port };
}

/** Pauses who leads until the other does, wakes it, and looks what it writes. */
async function pauseLeader(database, leader, other, stop) {
  const before = await leads(database, leader);
  await stop();
  const stopped = performance.now();
  const after = await leads(database, other);
  const seconds = ((performance.now() - stopped) / 1000).toFixed(1);
  if (after.epoch <= before.epoch) throw new Error('the epoch did not grow');
  await pause(1_000);
  leader.signal('SIGCONT');
  await pause(AWAKE_MS);
  const written = await writesSince(database, after.epoch);
  const old = written.filter(({ portal }) => portal === leader.name);
  if (old.length > 0) {
    throw new Error(
      `${leader.name} led until epoch ${before.epoch} and wrote in a later one: ${JSON.stringify(old)}`,
    );
  }
  const count = written.find(({ portal }) => portal === other.name)?.rows ?? 0;
  if (count === 0) throw new Error(`${other.name} wrote nothing`);
  return `${leader.name} paused in epoch ${before.epoch}, ${other.name} led after ${seconds} s in epoch ${after.epoch} and wrote ${count} rows, ${leader.name} none`;
}

/** Until the lease is this portal's. */
async function leads(database, { pid, name }) {
  const until = performance.now() + TAKE_OVER_MS;
  for (;;) {
    const [lease] = await database.query(
      'SELECT epoch::int AS epoch, holder FROM reconciler_lease',
    );
    if (lease.holder.split(' ').includes(String(pid))) return lease;
    if (performance.now() > until) {
      throw new Error(`${name} never led: ${JSON.stringify(lease)}`);
    }
    await pause(100);
  }
}
