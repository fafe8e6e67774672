import type { LoggerService } from '@backstage/backend-plugin-api';
import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  type AttemptEnd,
  type Json,
  type Plan,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { databaseDatasetStore } from '../../datasets/databaseDatasetStore';
import { databaseModelStore } from '../../models/databaseModelStore';
import { databaseRunStore } from '../../runs/databaseRunStore';
import type { NewRun, RunStore } from '../../runs/runStore';
import { AT, sealFiles } from '../../testing/storedRuns';
import { databaseReconcilerLease } from '../databaseReconcilerLease';
import { Leadership } from '../leadership';
import type { ReconcilerPorts } from '../ports';
import { Reconciler } from '../reconciler';
import { readPlan } from '../startReconciler';
import { bundleFiles, samplePlan } from './samplePlan';
import { scriptedEngine, type ScriptedEngine } from './scriptedEngine';
import { sealSteps, type Script } from './sealedSteps';

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/** Tables, a store of artifacts and an engine, with a clock that moves when it is told to. */
export class World {
  readonly store: ArtifactStore = openMemoryStore();
  readonly engine: ScriptedEngine = scriptedEngine();
  readonly engines = new Map([['local', this.engine]]);
  readonly plan: Plan = samplePlan();
  readonly changes: string[] = [];
  milliseconds = 0;

  constructor(
    readonly knex: Knex,
    readonly runs: RunStore = databaseRunStore(knex),
  ) {}

  /** A process that reconciles, with the ports bent as a test needs them. */
  reconciler(holder = 'one', change: Partial<ReconcilerPorts> = {}) {
    const monotonic = () => this.milliseconds;
    const leadership = new Leadership(
      databaseReconcilerLease(this.knex),
      holder,
      10,
      monotonic,
    );
    const ports: ReconcilerPorts = {
      runs: this.runs,
      datasets: databaseDatasetStore(this.knex),
      models: databaseModelStore(this.knex),
      engines: this.engines,
      store: async () => this.store,
      planOf: readPlan,
      now: () => new Date(AT),
      monotonic,
      logger: silent,
      changed: (_, run) => this.changes.push(run),
      ...change,
    };
    return new Reconciler(leadership, ports, () => 0.5, 5_000);
  }

  /** A run that was submitted: its record and plan are in the store, then its row in the tables. */
  async submit(run: string, change: Partial<NewRun> = {}): Promise<void> {
    const { sha256: plan } = await this.store.blobs.put(
      Buffer.from(canonicalJson(this.plan as unknown as Json)),
    );
    const bundle = await sealFiles(this.store, bundleFiles);
    const record: RunRecord = {
      schema_version: 1,
      run,
      purpose: change.purpose ?? 'train',
      pipeline: 'flight-delay',
      namespace: 'default',
      plan,
      bundle,
      specification: 'pipeline.yaml',
      git: null,
      principal: 'user:default/engineer',
      trust: 'engine',
      submitted_at: AT,
    };
    await this.store.runs.create(record);
    await this.runs.create({
      run,
      pipeline: {
        entity: 'component:default/flight-delay',
        name: 'flight-delay',
        namespace: 'default',
      },
      owner: 'group:default/flights',
      engine: 'local',
      purpose: 'train',
      trigger: 'person',
      principal: 'user:default/engineer',
      parent: null,
      plan,
      bundle,
      specification: 'pipeline.yaml',
      source: { kind: 'file', target: '/x', commit: null, dirty: false },
      sourceFolder: null,
      model: this.plan.model_name ?? null,
      dataset: this.plan.dataset ?? null,
      steps: this.plan.steps.map(({ name }) => name),
      params: {},
      warnings: [],
      token: `token-${run}`,
      requestDigest: plan,
      ...change,
    });
  }

  /** What a runner does: seals every step; the end is sealed last. */
  async execute(run: string, script: Script = {}, attempt = 1) {
    const end = await this.sealSteps(run, script, attempt);
    await this.store.runs.endAttempt(end);
    this.engine.says = { state: 'ended' };
    return end;
  }

  async sealSteps(
    run: string,
    script: Script = {},
    attempt = 1,
  ): Promise<AttemptEnd> {
    await this.store.runs.claimAttempt(run, attempt, { host: 'here', at: AT });
    return sealSteps(this.store, { run, attempt, plan: this.plan }, script);
  }

  async entry(run: string) {
    const entry = await this.runs.find(run);
    if (!entry) throw new Error(`no run ${run}`);
    return entry;
  }

  async stateOf(run: string) {
    return (await this.entry(run)).summary.state;
  }
}
