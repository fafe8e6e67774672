// Kills the portal at random moments while people submit, stop and retry runs.
import { faultsOf, newLedger, pause, submitUntil } from './client.mjs';
import { hearSteps } from './begunSteps.mjs';
import {
  endProcesses,
  processesOf,
  strayRuns,
  verifyStore,
} from './leftovers.mjs';
import { makePlace, writeConfiguration } from './place.mjs';
import { freePort, startPortal } from './portal.mjs';
import { randomOf } from './random.mjs';

const CLIENTS = 3;
/** Fewer would prove little, however slow the machine. */
const LEAST_RUNS = 12;
/** Short, so that not most of the portals are killed before they look after any run. */
const LEASE_SECONDS = 2;
/** By when every run has ended, once nobody kills any more. */
const END_MS = 180_000;

/**
 * @param openDatabase - of a place
 * @returns what was done, in a sentence
 * @throws Error that says which runs are not as they must be
 */
export async function randomKills(openDatabase, { kills, seed, keep }) {
  const place = makePlace();
  const database = await openDatabase(place);
  if (!database) {
    place.remove();
    return 'NOT RUN: kills on Postgres, for lack of its binaries';
  }
  const random = randomOf(seed);
  const port = await freePort();
  const portalOptions = {
    config: writeConfiguration(place, {
      name: 'portal',
      port,
      database: database.configuration('portal'),
      lease: LEASE_SECONDS,
    }),
    log: place.at('portal.log'),
    port,
  };
  const steps = hearSteps(place.pipe);
  const ledger = newLedger(place, steps, () => port, randomOf(seed + 1));
  let portal;
  let over = false;
  let failed = false;
  const began = performance.now();
  try {
    portal = startPortal(portalOptions);
    await expectReady(portal);
    const clients = Promise.all(
      Array.from({ length: CLIENTS }, (_, number) =>
        submitUntil(
          ledger,
          `pipeline-${number}`,
          () => over && ledger.runs.size >= LEAST_RUNS,
        ),
      ),
    );
    clients.catch(() => undefined);
    let whileStarting = 0;
    for (let kill = 0; kill < kills; kill++) {
      const early = kill > 0 && random() < 0.15;
      if (early) {
        whileStarting += 1;
        await pause(random() * 2_000);
      } else {
        await expectReady(portal);
        await pause(random() * 2_500);
      }
      await portal.kill();
      portal = startPortal(portalOptions);
    }
    over = true;
    await Promise.race([
      clients,
      pause(END_MS).then(() => {
        throw new Error(`runs are stuck:\n${stuckOf(ledger).join('\n')}`);
      }),
    ]);
    await portal.end();

    const runs = [...ledger.runs.values()];
    const { stray, unknown } = strayRuns(place, runs);
    const faults = [
      ...faultsOf(ledger),
      ...(await rowsOf(database, runs)),
      ...stray,
      ...processesOf(place),
    ];
    if (faults.length > 0) throw new Error(faults.join('\n'));
    verifyStore(place);
    return summaryOf(database.name, ledger, {
      kills,
      whileStarting,
      unknown,
      seconds: Math.round((performance.now() - began) / 1000),
    });
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    ledger.closed = true;
    await portal?.kill();
    endProcesses(place);
    steps.close();
    await database.stop();
    if (keep || failed) console.error(`kept: ${place.folder}`);
    else place.remove();
  }
}

async function expectReady(portal) {
  if (!(await portal.ready())) throw new Error('the portal ended by itself');
}

function stuckOf({ runs }) {
  return [...runs.values()]
    .filter(({ end }) => !end)
    .map(
      ({ run, kind, seen }) => `${run ?? 'not submitted'} (${kind}): ${seen}`,
    );
}

/** Every token has one run, and every run its row. */
async function rowsOf(database, runs) {
  const rows = await database.query(
    'SELECT s.token, s.run, r.state, r.ended FROM run_submissions s LEFT JOIN runs r ON r.run = s.run',
  );
  const known = new Map(runs.map(({ token, run }) => [token, run]));
  const faults = rows
    .filter(({ token, run, ended }) => known.get(token) !== run || ended !== 1)
    .map(row => `in the database: ${JSON.stringify(row)}`);
  if (rows.length !== runs.length) {
    faults.push(`${runs.length} tokens, ${rows.length} submissions`);
  }
  return faults;
}

function summaryOf(name, ledger, { kills, whileStarting, unknown, seconds }) {
  const runs = [...ledger.runs.values()];
  const kinds = Object.entries(Object.groupBy(runs, ({ end }) => end))
    .map(([end, those]) => `${those.length} ${end}`)
    .join(', ');
  const lost = runs.filter(({ wasLost }) => wasLost).length;
  return `${name}: ${kills} kills of the portal (${whileStarting} while it started) and ${ledger.runnersKilled} of runners in ${seconds} s; ${runs.length} tokens, ${ledger.requests} requests, ${ledger.unanswered} without an answer; ${runs.length} runs: ${kinds}; ${lost} were lost and tried again; ${unknown} written and never known. None lost, none twice, none stuck.`;
}
