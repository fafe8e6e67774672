import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  modelVersionDocument,
  type AttemptEnd,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';
import {
  readArtifactFile,
  runMetrics,
  type RunOutcome,
} from '@trainyard/runner';
import type { CommandConsole } from './console';
import { EXIT, type ExitCode } from './exitCodes';
import type { OpenedStore } from './openStore';

/** What `run --json` prints: one object, and nothing else on stdout. */
export interface RunAnswer {
  readonly runId: string;
  readonly status: AttemptEnd['status'];
  /** Digest of the plan. */
  readonly plan: string;
  readonly steps: readonly {
    readonly id: string;
    readonly identity: string | null;
    readonly status: AttemptEnd['steps'][number]['status'];
    readonly measured: boolean;
    readonly outputs: Readonly<Record<string, string>>;
    readonly seconds: number;
  }[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Name, version and stage of what was registered. */
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly stage: string;
  } | null;
  /** Digests of what a decision rests on, by kind. */
  readonly evidence: Readonly<Record<string, string>>;
}

const STATUS_EXIT: Record<AttemptEnd['status'], ExitCode> = {
  succeeded: EXIT.succeeded,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
  stopped: EXIT.failed,
};

/** Outputs that a decision rests on, in the order in which they are made. */
const EVIDENCE = [
  'dataset',
  'checks',
  'model',
  'calibration',
  'evaluation',
  'gates',
  'report',
  'registration',
] as const;

/** Reads back from the store what an attempt came to. */
export async function answerOf(
  store: ArtifactStore,
  end: AttemptEnd,
): Promise<RunAnswer> {
  const record = await store.runs.find(end.run);
  const outputs = Object.assign({}, ...end.steps.map(step => step.outputs));
  return {
    runId: end.run,
    status: end.status,
    plan: record?.plan ?? '',
    steps: end.steps.map(({ because: _, ...step }) => step),
    metrics: await runMetrics(store, end),
    model: await registeredModel(store, outputs.registration),
    evidence: Object.fromEntries(
      EVIDENCE.flatMap(name => (outputs[name] ? [[name, outputs[name]]] : [])),
    ),
  };
}

async function registeredModel(
  store: ArtifactStore,
  registration: string | undefined,
): Promise<RunAnswer['model']> {
  if (!registration) return null;
  const json = await readArtifactFile(store, registration, 'model.json');
  if (!json) return null;
  const { name, version, stage } = modelVersionDocument.parse(
    JSON.parse(json.toString()),
  );
  return { name, version, stage };
}

/** Tells how a run ended, and gives the exit code that says the same. */
export async function answerRun(
  ended: RunOutcome,
  opened: OpenedStore,
  terminal: CommandConsole,
  json: boolean,
): Promise<ExitCode> {
  if (ended.outcome !== 'ended') return tellRefusal(ended, terminal);
  const answer = await answerOf(opened.store, ended.end);
  if (json) {
    terminal.out(JSON.stringify(answer));
    return STATUS_EXIT[answer.status];
  }
  const report = answer.evidence.report;
  const { model, metrics } = answer;
  terminal.out(`${answer.runId} ${answer.status}`);
  if (model) {
    terminal.out(`  model    ${model.name} ${model.version}, ${model.stage}`);
  }
  for (const [name, value] of headlines(metrics)) {
    terminal.out(`  ${name.padEnd(26)} ${value.toPrecision(4)}`);
  }
  if (report) {
    const place = await layOutReport(opened, answer.runId, report);
    terminal.out(`  report   ${place}`);
  }
  return STATUS_EXIT[answer.status];
}

function headlines(metrics: RunAnswer['metrics']) {
  const entries = Object.entries(metrics);
  const test = entries.filter(([name]) => name.startsWith('test.calibrated.'));
  return test.length > 0
    ? test
    : entries.filter(([name]) => name.startsWith('test.'));
}

/** A copy outside the store, where a browser finds it under a name that a person can read. */
async function layOutReport(
  { folder, store }: OpenedStore,
  run: string,
  report: string,
): Promise<string> {
  const place = join(folder, 'reports', run);
  await mkdir(place, { recursive: true });
  for (const { path } of await store.trees.entries(report)) {
    const content = await readArtifactFile(store, report, path);
    if (content) await writeFile(join(place, path), content);
  }
  return join(place, 'report.html');
}

/** Nothing was started; why, and what to do. */
export function tellRefusal(
  refused: Exclude<RunOutcome, { outcome: 'ended' }>,
  { err }: CommandConsole,
): ExitCode {
  for (const line of refusalLines(refused)) err.write(`${line}\n`);
  return EXIT.wrongUse;
}

/** Why nothing was started, in words for a person. */
export function refusalLines(
  refused: Exclude<RunOutcome, { outcome: 'ended' }>,
): readonly string[] {
  switch (refused.outcome) {
    case 'run id in use':
      return [
        'This run id is in use. Choose another, or add --resume to go on with that run.',
      ];
    case 'another plan':
      return [
        'This run was begun with another plan: what it reads, its code or its specification has changed. Start a new run.',
      ];
    case 'is running':
      return [
        `This run is being executed by process ${refused.pid}. Wait for it, or stop it first.`,
      ];
    case 'attempt taken':
      return [
        `Attempt ${refused.attempt} of this run was begun by another process.`,
      ];
    default:
      return [
        ...refused.problems.map(
          ({ source, file, expected, found }) =>
            `source ${source}: ${file}: expected ${expected}, found ${found}.`,
        ),
        'A source is not what was pinned. Bring the pinned data back, or run "trainyard pin" to mean the new one.',
      ];
  }
}
