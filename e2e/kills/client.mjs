// Those who use the portal while it comes and goes: they submit, stop and retry, and ask
// again until they are answered.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { KINDS, drawKind, writePipeline } from './pipelines.mjs';
import { askOn, Refused } from './portal.mjs';

const ENDED = ['succeeded', 'blocked', 'failed', 'stopped'];
const RUNS = '/ml-training/v1/runs';

export const pause = milliseconds =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** What clients share: where they ask, what they asked for, what came of it. */
export function newLedger(place, steps, port, random) {
  const ledger = {
    place,
    steps,
    port,
    random,
    /** By token. */
    runs: new Map(),
    requests: 0,
    unanswered: 0,
    runnersKilled: 0,
    /** What is being asked now. */
    asking: new Set(),
    /** Nobody is asked any more. */
    closed: false,
  };
  steps.on((token, step) => {
    const run = ledger.runs.get(token);
    if (run?.kind === 'loses' && step === 'two') killRunner(ledger, run);
  });
  return ledger;
}

function ask(ledger, route, body) {
  ledger.requests += 1;
  const asking = askUntilAnswered(ledger, route, body);
  ledger.asking.add(asking);
  const done = () => ledger.asking.delete(asking);
  asking.then(done, done);
  return asking;
}

function askUntilAnswered(ledger, route, body) {
  return askOn(ledger.port(), route, body, () => {
    ledger.unanswered += 1;
    if (ledger.closed) throw new Error('the test is over');
  });
}

/** One client: one run after another, each with a token of its own. */
export async function submitUntil(ledger, name, isOver) {
  const { place, random, runs } = ledger;
  const looking = [];
  while (!isOver()) {
    const waiting = [...runs.values()].filter(({ end }) => !end).length;
    if (waiting < 8) {
      const run = { token: randomUUID(), kind: drawKind(random) };
      runs.set(run.token, run);
      writePipeline(place, name, run);
      await submit(ledger, name, run);
      const look = lookAfter(ledger, run);
      // Told when all are waited for.
      look.catch(() => undefined);
      looking.push(look);
    }
    await pause(random() * 400);
  }
  await Promise.all(looking);
}

/** Sometimes twice at the same time, sometimes once more afterwards: a token is one run. */
async function submit(ledger, name, run) {
  const body = { pipeline: `component:default/${name}`, token: run.token };
  const at = async () => (await ask(ledger, RUNS, body)).run;
  const times = ledger.random() < 0.3 ? 2 : 1;
  const answers = await Promise.all(Array.from({ length: times }, at));
  if (ledger.random() < 0.2) answers.push(await at());
  [run.run] = answers;
  run.answers = new Set(answers);
}

/** Does what this kind of run is for, and waits for its end. */
async function lookAfter(ledger, run) {
  const { random } = ledger;
  const route = `${RUNS}/${encodeURIComponent(run.run)}`;
  if (run.kind === 'stops') {
    await pause(random() * 4_000);
    await ask(ledger, `${route}/stop`, {});
  }
  for (;;) {
    const seen = await ask(ledger, route);
    run.seen = `${seen.state}, attempt ${seen.attempt}: ${seen.because}`;
    if (ENDED.includes(seen.state)) {
      run.end = seen.state;
      run.because = seen.because;
      run.attempts = seen.attempt;
      return;
    }
    if (seen.state === 'lost') {
      run.wasLost = true;
      await ask(ledger, `${route}/retry`, {}).catch(error => {
        // An answer that got lost: it is tried again already.
        if (!(error instanceof Refused && error.status === 409)) throw error;
      });
    }
    await pause(300 + random() * 300);
  }
}

/** Once, and only while its own attempt is the first one. */
function killRunner(ledger, run) {
  if (run.killed || !run.run) return;
  const begun = ledger.place.launch(`${run.run}.1`, 'begun.json');
  const { by } = JSON.parse(fs.readFileSync(begun, 'utf8'));
  try {
    process.kill(by.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
    return;
  }
  run.killed = true;
  ledger.runnersKilled += 1;
}

/** What each run must have come to. @returns every way in which one did not */
export function faultsOf({ runs, steps }) {
  return [...runs.values()].flatMap(run => {
    const { kind, token, end, answers, attempts, wasLost, killed } = run;
    const { state, steps: all, done } = KINDS[kind];
    const faults = [];
    if (answers.size !== 1) faults.push(`got ${[...answers].join(' and ')}`);
    if (end !== state) faults.push(`${end} (${run.because}), not ${state}`);
    const expected = wasLost ? 2 : 1;
    if (attempts !== expected) faults.push(`had ${attempts} attempts`);
    if (wasLost && !killed) faults.push('was lost, and nobody killed it');
    for (const step of Object.keys(all)) {
      const times = steps.times(token, step);
      // Only what was under way when its runner was killed is done again.
      const most = killed && step === 'two' ? 2 : 1;
      const [from, to] = timesOf(done, step, most);
      if (times < from || times > to) {
        faults.push(`step ${step} was done ${times} times`);
      }
    }
    return faults.map(fault => `${run.run} (${kind}): ${fault}`);
  });
}

/** How often a step may have begun. Of one that is stopped nobody knows how far it came. */
function timesOf(done, step, most) {
  if (!done) return [0, 1];
  return done.includes(step) ? [1, most] : [0, 0];
}
