// The reconciler before Argo: 1,000 active workflows of which some change in each tick. What is asked of the
// cluster, CPU of a tick (all that the portal does until the next one), and how late 50 workflows' changes are
// recorded. Argo is a fake on loopback in a process of its own; reconciler, tables, watch and cache are real.
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import createKnex from 'knex';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { machine, median, root } from './measure.mjs';

const ACTIVE = Number(process.env.ACTIVE ?? 1000);
const CHANGING = Number(process.env.CHANGING ?? 50);
const TICKS = Number(process.env.TICKS ?? 20);
/** So many until all that was new is recorded, and what is run is compiled. */
const WARM = 15;
const TICK_MS = 400;
const WATCHED = 50;
const BARS = { cpu: 1000, lag: 2000 };

const IMAGE = `registry.example.com/ml/train@sha256:${'a'.repeat(64)}`;
const MODULE = 'plugins/ml-training-backend-module-argo-workflows/src/testing';

async function bundled(folder, name, contents) {
  const outfile = path.join(folder, `${name}.cjs`);
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['@backstage/*', 'knex', 'pg', '@duckdb/*'],
    logLevel: 'warning',
  });
  return outfile;
}

/** The fake in its own process: what it costs is not the portal's. */
async function startArgo(folder) {
  const program = await bundled(
    folder,
    'argo',
    `import { FakeArgo } from './${MODULE}/fakeArgo';
     FakeArgo.start().then(argo => {
       process.on('message', ([id, what, ...of]) => {
         const answer = {
           statuses: () => of[0].forEach(([name, status]) => argo.setStatus(name, status)),
           calls: () => argo.calls.splice(0),
         }[what]();
         process.send([id, answer]);
       });
       process.send(argo.url);
     });`,
  );
  const child = fork(program);
  // Also where the benchmark is killed.
  process.on('exit', () => child.kill());
  const [url] = await once(child, 'message');
  const asked = new Map();
  child.on('message', ([id, answer]) => asked.get(id)?.(answer));
  let last = 0;
  return {
    url,
    ask(...words) {
      const id = ++last;
      child.send([id, ...words]);
      return new Promise(resolve => asked.set(id, resolve));
    },
    close: () => child.kill(),
  };
}

async function portal(folder) {
  const file = await bundled(
    folder,
    'portal',
    `export { openDatabase } from './plugins/ml-training-backend/src/database/openDatabase';
     export { World } from './plugins/ml-training-backend/src/reconciler/testing/world';
     export { startReconciler } from './plugins/ml-training-backend/src/reconciler/startReconciler';
     export { databaseReconcilerLease } from './plugins/ml-training-backend/src/reconciler/databaseReconcilerLease';
     export { databaseDatasetStore } from './plugins/ml-training-backend/src/datasets/databaseDatasetStore';
     export { databaseModelStore } from './plugins/ml-training-backend/src/models/databaseModelStore';
     export { argoEngine } from './plugins/ml-training-backend-module-argo-workflows/src/argoEngine';`,
  );
  return createRequire(import.meta.url)(file);
}

const quiet = { error() {}, warn() {}, info() {}, debug() {} };
quiet.child = () => quiet;

/** A portal with so many runs of the whole default graph, each handed to Argo. */
async function opened(service, argo, runs) {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  await service.openDatabase({ getClient: async () => knex });
  const world = new service.World(knex);
  world.plan = {
    ...world.plan,
    steps: world.plan.steps.map(step =>
      step.environment
        ? { ...step, environment: { kind: 'image', image: IMAGE } }
        : step,
    ),
  };
  const engine = service.argoEngine({
    ports: {
      store: async () => world.store,
      storeLocation: () => ({
        kind: 's3',
        bucket: 'training',
        prefix: '',
        region: 'us-east-1',
        path_style: true,
      }),
    },
    settings: {
      clusters: {
        main: {
          namespace: 'training',
          argoServer: { url: argo.url },
          workflows: {},
        },
      },
      rules: [],
      default: 'main',
      workflows: {
        serviceAccount: 'trainyard-steps',
        stepsImage: IMAGE,
        credentials: 'ambient',
        allowedImages: ['registry.example.com/*'],
      },
      storeForPods: {},
      graceSeconds: 30,
      resyncSeconds: 300,
    },
    environment: {},
    now: () => new Date(),
    monotonic: () => performance.now(),
    logger: quiet,
  });
  world.engines.set('argo', engine);
  const names = Array.from({ length: runs }, (_, i) => `run-${runs}-${i}`);
  for (const run of names) await world.submit(run, { engine: 'argo' });
  return {
    world,
    engine,
    names,
    async close() {
      await engine.close();
      await knex.destroy();
    },
  };
}

/** Counts what is asked of rooms of the store. */
function counted(rooms) {
  let calls = 0;
  for (const room of rooms) {
    for (const [name, ask] of Object.entries(room)) {
      room[name] = (...args) => {
        calls++;
        return ask(...args);
      };
    }
  }
  return () => calls;
}

async function workflowOf(world, run) {
  const { ref } = await world.entry(run);
  return ref.id.split('/').at(-1);
}

/** What the controller writes when a run is at its third pod: `words` where that one waits. */
function status(workflow, words) {
  const pods = ['prepare', 'train-model', 'score-model'];
  const nodes = pods.flatMap((task, i) => {
    const isLast = i === pods.length - 1;
    const waiting = isLast && words !== undefined;
    const phase = isLast ? (waiting ? 'Pending' : 'Running') : 'Succeeded';
    const common = {
      phase,
      templateName: `template-${task}`,
      startedAt: '2001-07-02T00:00:00Z',
      boundaryID: workflow,
      inputs: { parameters: [{ name: 'work', value: 'x'.repeat(300) }] },
    };
    const name = `${workflow}.${task}`;
    return [
      { ...common, id: name, name, displayName: task, type: 'Retry' },
      {
        ...common,
        id: `${name}-0`,
        name: `${name}(0)`,
        displayName: `${task}(0)`,
        type: 'Pod',
        ...(waiting && { message: `Unschedulable: ${words}` }),
      },
    ];
  });
  return {
    phase: 'Running',
    nodes: Object.fromEntries(nodes.map(node => [node.id, node])),
  };
}

async function ticks(service, argo) {
  const { world, names, close } = await opened(service, argo, ACTIVE);
  const reconciler = world.reconciler('one', {
    monotonic: () => performance.now(),
    // As the service does: a plan is read once.
    planOf: async () => world.plan,
  });
  const submitBegan = performance.now();
  const isTaken = async run => (await world.entry(run)).ref;
  while (!(await Promise.all(names.map(isTaken))).every(Boolean)) {
    world.milliseconds = performance.now();
    await reconciler.tick();
    await reconciler.settle();
  }
  const submitMs = (performance.now() - submitBegan) / ACTIVE;
  const workflows = await Promise.all(names.map(run => workflowOf(world, run)));
  await argo.ask(
    'statuses',
    workflows.map(it => [it, status(it)]),
  );
  await wait(2000);
  await argo.ask('calls');

  const cpu = [];
  const calls = [];
  const reads = [];
  const { runs, journal } = world.store;
  const readSoFar = counted([runs, journal]);
  // The first ones are compiled and are not counted.
  for (let tick = -WARM; tick < TICKS; tick++) {
    const before = process.cpuUsage();
    const readBefore = readSoFar();
    world.milliseconds = performance.now();
    const changed = Array.from(
      { length: CHANGING },
      (_, i) => workflows[((tick + WARM) * CHANGING + i) % ACTIVE],
    );
    await argo.ask(
      'statuses',
      changed.map(it => [it, status(it, tick % 2 ? undefined : `${tick}`)]),
    );
    await wait(TICK_MS);
    await reconciler.tick();
    await reconciler.settle();
    const { user, system } = process.cpuUsage(before);
    const made = await argo.ask('calls');
    if (tick < 0) continue;
    cpu.push((user + system) / 1000);
    calls.push(made.length);
    reads.push(readSoFar() - readBefore);
  }
  await close();
  return { cpu, calls, reads, submitMs };
}

/** From a change at Argo to the record of it. */
async function lags(service, argo) {
  const { world, names, close } = await opened(service, argo, WATCHED);
  const recorded = new Map();
  const reconciler = service.startReconciler({
    runs: world.runs,
    datasets: service.databaseDatasetStore(world.knex),
    models: service.databaseModelStore(world.knex),
    engines: world.engines,
    store: async () => world.store,
    lease: service.databaseReconcilerLease(world.knex),
    holder: 'one',
    now: () => new Date(),
    logger: quiet,
    changed: (_, run) => recorded.get(run)?.(),
  });
  const refs = async () =>
    (await Promise.all(names.map(run => world.entry(run)))).every(it => it.ref);
  while (!(await refs())) await wait(50);
  const workflows = await Promise.all(names.map(run => workflowOf(world, run)));
  const found = [];
  for (let round = 0; round < 6; round++) {
    await Promise.all(
      names.map(async (run, i) => {
        // Spread, so that they do not come with the ticks.
        await wait(Math.random() * 2000);
        const began = performance.now();
        const told = new Promise(resolve => recorded.set(run, resolve));
        const words = round % 2 ? undefined : `round ${round}`;
        await argo.ask('statuses', [
          [workflows[i], status(workflows[i], words)],
        ]);
        await told;
        found.push(performance.now() - began);
      }),
    );
  }
  await reconciler.stop();
  await close();
  return found;
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

// Below the repository, where what stays outside of the bundles is found.
const cache = path.join(root, 'node_modules/.cache');
fs.mkdirSync(cache, { recursive: true });
const folder = fs.mkdtempSync(path.join(cache, 'trainyard-bench-'));
try {
  const service = await portal(folder);
  const argo = await startArgo(folder);
  try {
    console.log(machine());
    const measured = await ticks(service, argo);
    const { cpu, calls, reads, submitMs } = measured;
    console.log(
      `${ACTIVE} active workflows, ${CHANGING} of which change in a tick, ${TICKS} ticks (artifact store in memory):`,
    );
    console.log(
      `  CPU from tick to tick   ${median(cpu).toFixed(0)} ms, at most ${Math.max(...cpu).toFixed(0)} ms (bar ${BARS.cpu} ms)`,
    );
    console.log(
      `  calls to Argo in a tick ${median(calls)}, at most ${Math.max(...calls)}`,
    );
    console.log(
      `  reads of the store      ${median(reads)}, at most ${Math.max(...reads)}`,
    );
    console.log(`  submitting a run        ${submitMs.toFixed(1)} ms`);
    const late = await lags(service, argo);
    console.log(
      `  from Argo to the record p50 ${quantile(late, 0.5).toFixed(0)} ms, p95 ${quantile(late, 0.95).toFixed(0)} ms with ${WATCHED} workflows (bar ${BARS.lag} ms)`,
    );
  } finally {
    argo.close();
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
