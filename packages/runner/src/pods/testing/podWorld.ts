import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  MemoryObjectStore,
  openArtifactStore,
  type ArtifactStore,
  type ObjectStore,
} from '@trainyard/artifacts';
import {
  canonicalJson,
  digestOfJson,
  ENDING_PORT,
  stagingOfTry,
  STAGED,
  type Plan,
  type PodAnswer,
  type PodLine,
  type PodRequest,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import { commandEnvironment } from '../../commands/commandEnvironment';
import type { Reported } from '../endCommand';
import { executePod, type BuiltinWork, type PodOutcome } from '../executePod';
import { fetchForPod, type FetchOutcome } from '../fetchForPod';
import { podPlaces, type PodPlaces } from '../podPlaces';
import type { PodPorts } from '../podPorts';
import { settleAttempt } from '../settleAttempt';
import { witnessPod } from '../witnessPod';
import { fakeBuiltins } from './fakeBuiltins';

export const RUN = 'run-1';
const PATH = '/usr/local/bin:/usr/bin:/bin';

/** How a command's pod fares but for what the command itself does. */
export interface PodFate {
  readonly retries?: number;
  readonly seals?: readonly string[];
  readonly reported?: Readonly<Record<string, Reported>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly worker?: number;
  readonly workers?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The cluster tells the witness that the pod is to end. */
  readonly toldToEnd?: boolean;
  /** Deletes the pod as soon as this holds: the command, its supervisor and the witness get no chance to tell. */
  readonly deletedWhen?: (places: PodPlaces) => Promise<boolean>;
  /** With a deletion: what stands on its node goes on, and nobody hears of it. See `late`. */
  readonly cutOff?: boolean;
  /** Whether the witness gets as far as to tell. */
  readonly witness?: boolean;
  /** What Argo's supervisor does beside the command; tried until it succeeds. */
  readonly supervisor?: (places: PodPlaces) => Promise<void>;
  /** Happens between the command's end and Argo's upload. */
  readonly beforeUpload?: (places: PodPlaces) => Promise<void>;
  readonly upload?: boolean;
}

export interface CommandPod {
  readonly fetch: FetchOutcome;
  /** Null where the command did not start or was cut off. */
  readonly exitCode: number | null;
}

/** A pod that its cluster believes to be gone, and that is still at work. */
export interface LatePod {
  readonly places: PodPlaces;
  /** It comes to its end after all: the witness tells, and Argo uploads. */
  end(exitCode: number): Promise<void>;
}

/** Pods of one attempt, without a cluster: our containers for real, and the rest played. */
export class PodWorld {
  readonly lines: PodLine[] = [];
  readonly late: LatePod[] = [];

  private constructor(
    readonly folder: string,
    readonly plan: Plan,
    readonly objects: ObjectStore,
    readonly store: ArtifactStore,
  ) {}

  static async make(
    plan: Plan,
    {
      objects = new MemoryObjectStore(),
      run = RUN,
      purpose = 'train',
    }: {
      readonly objects?: ObjectStore;
      readonly run?: string;
      readonly purpose?: RunRecord['purpose'];
    } = {},
  ): Promise<PodWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'trainyard-pods-'));
    const store = openArtifactStore(objects);
    await store.blobs.put(Buffer.from(canonicalJson(plan)));
    await store.runs.create({
      schema_version: 1,
      run,
      purpose,
      pipeline: plan.pipeline,
      namespace: plan.namespace,
      plan: digestOfJson(plan),
      bundle: digestOfJson({}),
      specification: 'pipeline.yaml',
      git: null,
      principal: 'user:default/someone',
      trust: 'engine',
      submitted_at: new Date().toISOString(),
    });
    return new PodWorld(folder, plan, objects, store);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  request<Work extends PodRequest['work']>(
    work: Work,
    change: Partial<PodRequest> = {},
  ): PodRequest & { readonly work: Work } {
    const run = change.run ?? RUN;
    const attempt = change.attempt ?? 1;
    return {
      schema_version: 1,
      run,
      attempt,
      namespace: 'default',
      plan: digestOfJson(this.plan),
      store: { kind: 'folder', path: '/nowhere' },
      host: `argo/test/workflow-${run}-${attempt}`,
      staging: `staging/${run}/${attempt}/`,
      builtin_threads: 1,
      ...change,
      work,
    };
  }

  ports(store: ArtifactStore = this.store): PodPorts {
    return {
      store,
      builtins: fakeBuiltins,
      workFolder: join(this.folder, 'work'),
      now: () => new Date(),
      tell: line => this.lines.push(line),
    };
  }

  builtin(
    work: Partial<BuiltinWork> & Pick<BuiltinWork, 'pod'>,
    reported: Readonly<Record<string, Reported>> = {},
    change: Partial<PodRequest> & { readonly through?: ArtifactStore } = {},
  ): Promise<PodOutcome> {
    const { through, ...asked } = change;
    const request = this.request(
      { kind: 'builtin' as const, steps: [], seals: [], tells: [], ...work },
      asked,
    );
    const told = new Map(Object.entries(reported));
    return executePod(request, told, this.ports(through));
  }

  prepare(change?: Partial<PodRequest>): Promise<PodOutcome> {
    return this.builtin(
      {
        pod: 'prepare',
        steps: ['data', 'check'],
        tells: ['train', 'score', 'conclude'],
      },
      {},
      change,
    );
  }

  conclude(
    reported: Readonly<Record<string, Reported>>,
    change?: Partial<PodRequest> & { readonly through?: ArtifactStore },
  ): Promise<PodOutcome> {
    return this.builtin(
      {
        pod: 'conclude',
        steps: ['evaluate', 'report'],
        seals: ['train', 'score'],
      },
      reported,
      change,
    );
  }

  settle(change: Partial<PodRequest> = {}) {
    return settleAttempt(this.request({ kind: 'exit' }, change), this.ports());
  }

  async command(
    step: string,
    fate: PodFate = {},
    change: Partial<PodRequest> = {},
  ): Promise<CommandPod> {
    const { retries = 0, worker = 0, workers = 1 } = fate;
    const root = await mkdtemp(join(this.folder, `${step}-`));
    const places = podPlaces(root, join(root, 'argo'));
    await mkdir(dirname(places.exitCode), { recursive: true });
    const request = this.request(
      {
        kind: 'command',
        step,
        seals: [...(fate.seals ?? [])],
        worker,
        workers,
        ending_port: ENDING_PORT,
      },
      change,
    );
    const fetch = await fetchForPod(
      request,
      new Map(Object.entries(fate.reported ?? {})),
      retries,
      {
        ...this.ports(),
        places,
        address: `10.0.0.${worker + 1}`,
        waitMilliseconds: 5000,
        pollMilliseconds: 5,
      },
    );
    if (fetch.outcome !== 'ready') return { fetch, exitCode: null };

    const end = new AbortController();
    const witness =
      fate.witness === false
        ? Promise.resolve()
        : witnessPod(request, {
            store: this.store,
            places,
            now: () => new Date(),
            tell: line => this.lines.push(line),
            readSecret: name => fate.secrets?.[name],
            pollMilliseconds: 5,
            toldToEnd: () => fate.toldToEnd === true,
            signal: end.signal,
          });
    const exitCode = await this.#runCommand(step, places, fate);
    const prefix = stagingOfTry(request.staging, step, retries, worker);
    const finish = async (uploads: boolean) => {
      await fate.beforeUpload?.(places);
      if (uploads) {
        await this.upload(places.outputs, `${prefix}${STAGED.outputs}`);
      }
      end.abort();
      await witness;
    };
    if (fate.cutOff) {
      this.late.push({
        places,
        end: async code => {
          await writeFile(places.exitCode, String(code));
          await finish(true);
        },
      });
    } else {
      await finish(fate.upload !== false && exitCode !== null);
    }
    return { fetch, exitCode };
  }

  /** As Argo does with a folder: files by their paths, and what a link leads to. */
  async upload(folder: string, prefix: string): Promise<void> {
    const names = await readdir(folder, { recursive: true });
    for (const name of names) {
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      if (bytes) await this.objects.create(`${prefix}${name}`, bytes);
    }
  }

  async #runCommand(
    step: string,
    places: PodPlaces,
    { secrets, env, deletedWhen, supervisor }: PodFate,
  ): Promise<number | null> {
    const [program = '', ...args] =
      this.plan.steps.find(({ name }) => name === step)?.command ?? [];
    await mkdir(places.code, { recursive: true });
    const log = createWriteStream(places.log);
    const child = spawn(program, args, {
      cwd: places.code,
      env: commandEnvironment(
        {
          workFolder: places.code,
          inputFolder: places.inputs,
          outputFolder: places.outputs,
          paramsFile: places.parameters,
          metricsFile: places.metrics,
          checkpointFolder: places.checkpoints,
          temporaryFolder: places.scratch,
        },
        1,
        { PATH, ...secrets, ...env },
      ),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (supervisor) {
      const done = () =>
        supervisor(places).then(
          () => true,
          () => false,
        );
      while (child.exitCode === null && !(await done())) await turn();
    }
    let deleted = false;
    if (deletedWhen) {
      while (child.exitCode === null && !(await deletedWhen(places))) {
        await turn();
      }
      deleted = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }
    const code = await ended;
    await new Promise(resolve => log.end(resolve));
    if (deleted) return null;
    await writeFile(places.exitCode, String(code ?? 137));
    return code ?? 137;
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}

/** Plays Argo's part for the graph of plans.ts: which pods run, and how often. */
export async function playWorkflow(
  world: PodWorld,
  fates: Readonly<Record<string, readonly PodFate[]>> = {},
  change: Partial<PodRequest> = {},
): Promise<{
  readonly prepare: PodOutcome;
  readonly pods: readonly string[];
  readonly conclude?: PodOutcome;
}> {
  const prepare = await world.prepare(change);
  const pods = ['prepare'];
  if (prepare.outcome !== 'done') return { prepare, pods };
  const asked = (pod: string): PodAnswer | undefined =>
    prepare.answers.get(pod);
  const reported: Record<string, Reported> = {};
  let upstream = true;
  for (const step of ['train', 'score']) {
    reported[step] = 'none';
    if (asked(step) !== 'execute' || !upstream) continue;
    upstream = false;
    for (const [retries, fate] of (fates[step] ?? [{}]).entries()) {
      pods.push(`${step}(${retries})`);
      const pod = await world.command(
        step,
        {
          retries,
          ...(step === 'score' && { seals: ['train'], reported }),
          ...fate,
        },
        change,
      );
      // Argo misses a file of a pod that was told to end.
      if (pod.exitCode === 0 && !fate.toldToEnd) {
        reported[step] = retries;
        upstream = true;
        break;
      }
      if (pod.exitCode === 10 || pod.fetch.outcome !== 'ready') break;
    }
  }
  if (asked('conclude') !== 'execute') return { prepare, pods };
  pods.push('conclude');
  return { prepare, pods, conclude: await world.conclude(reported, change) };
}
