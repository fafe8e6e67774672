import { z } from 'zod';
import { measurements, metricPoint } from '../runs/records';
import { runState, stepState } from '../runs/runState';
import { environment, stepResources } from '../plan/plan';
import {
  cursor,
  digest,
  entityRef,
  limit,
  moment,
  page,
  problemShape,
  several,
} from './shapes';

export const RUN_PURPOSES = [
  'train',
  'trial',
  'backfill',
  'reproduction',
  'schedule',
] as const;
export const runPurpose = z.enum(RUN_PURPOSES);

/** What set a run off. */
export const TRIGGERS = [
  'person',
  'schedule',
  'drift',
  'reproduction',
  'retry',
] as const;

/** A number that stands for a run in a list, and how it compares with the champion's. */
export const headline = z.strictObject({
  metric: z.string(),
  value: z.number(),
  better: z.enum(['higher', 'lower', 'neither']),
  /** Against the champion of the model; null where there is none. */
  change: z.number().nullable(),
});

export const gateCounts = z.strictObject({
  passed: z.int().nonnegative(),
  blocked: z.int().nonnegative(),
  total: z.int().nonnegative(),
});

/** A run as a row of a list. */
export const runSummary = z.strictObject({
  run: z.string(),
  pipeline: z.strictObject({
    /** In the catalog. */
    entity: entityRef,
    name: z.string(),
    namespace: z.string(),
  }),
  owner: entityRef,
  state: runState,
  /** One sentence: why it failed, blocked, is lost or waits; null where there is nothing to say. */
  because: z.string().nullable(),
  engine: z.string(),
  purpose: runPurpose,
  trigger: z.enum(TRIGGERS),
  /** Who asked. */
  principal: z.string(),
  /** The run that this one repeats. */
  parent: z.string().nullable(),
  attempt: z.int().positive(),
  submittedAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  durationSeconds: z.number().nonnegative().nullable(),
  /** Median of the pipeline's last succeeded runs; null before there are three. */
  usualSeconds: z.number().nonnegative().nullable(),
  headline: headline.nullable(),
  gates: gateCounts.nullable(),
  model: z
    .strictObject({ name: z.string(), version: z.int().positive().nullable() })
    .nullable(),
  dataset: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
  steps: z.strictObject({
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
  }),
  /** Metrics and parameters that were asked for as columns, by `metrics.auc` or `params.num_trees`. */
  columns: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
});
export type RunSummary = z.output<typeof runSummary>;

export const RUN_SORTS = [
  'submitted',
  'started',
  'ended',
  'duration',
  'state',
  'pipeline',
  'owner',
  'engine',
  'trigger',
  'headline',
  'gates',
] as const;

export const runsQuery = z.strictObject({
  state: several(runState),
  /** Entity references of pipelines. */
  pipeline: several(entityRef),
  owner: several(entityRef),
  namespace: several(z.string()),
  model: several(z.string()),
  dataset: several(z.string()),
  engine: several(z.string()),
  purpose: several(runPurpose),
  trigger: several(z.enum(TRIGGERS)),
  /** Submitted at or after. */
  from: z.string().optional(),
  /** Submitted before. */
  to: z.string().optional(),
  /** Such as `metrics.auc > 0.7 and params.num_trees >= 400`. */
  where: z.string().max(2000).optional(),
  /** One of RUN_SORTS, or `metrics.<name>` or `params.<name>`. */
  sort: z.string().max(300).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  /** `metrics.<name>` or `params.<name>`. */
  column: several(z.string().max(300)),
  cursor,
  limit,
});
export type RunsQuery = z.output<typeof runsQuery>;

export const runsPage = page(runSummary);
export type RunsPage = z.output<typeof runsPage>;

/** What may be typed into the expression and the column chooser. */
export const runFacets = z.strictObject({
  pipelines: z.array(z.strictObject({ entity: entityRef, name: z.string() })),
  owners: z.array(entityRef),
  models: z.array(z.string()),
  datasets: z.array(z.string()),
  engines: z.array(z.string()),
  metrics: z.array(z.string()),
  params: z.array(z.string()),
});
export type RunFacets = z.output<typeof runFacets>;

export const attemptView = z.strictObject({
  attempt: z.int().positive(),
  engine: z.string(),
  state: runState,
  because: z.string().nullable(),
  /** Why it has not begun; null when it has. */
  pending: z.string().nullable(),
  submittedAt: moment,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
});
export type AttemptView = z.output<typeof attemptView>;

/** A step of the plan as it stands in the newest attempt. */
export const stepView = z.strictObject({
  name: z.string(),
  state: stepState,
  because: z.array(z.string()),
  /** What it waits for; null when it does not. */
  waitsFor: z.string().nullable(),
  needs: z.array(z.string()),
  builtin: z.string().nullable(),
  command: z.array(z.string()).nullable(),
  environment: environment.nullable(),
  attempt: z.int().positive(),
  try: z.int().positive().nullable(),
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  seconds: z.number().nonnegative().nullable(),
  resources: stepResources,
  measurements: measurements.nullable(),
  exitCode: z.int().nullable(),
  /** Plan key. */
  key: digest,
  identity: digest.nullable(),
  inputs: z.record(z.string(), digest),
  outputs: z.record(z.string(), digest),
  /** The run whose result was adopted. */
  reusedFrom: z.string().nullable(),
  host: z.string().nullable(),
  hasLog: z.boolean(),
});
export type StepView = z.output<typeof stepView>;

/** One of the questions that every model must answer; a gap shows as a gap. */
export const answer = z.strictObject({
  question: z.enum([
    'dataset',
    'features',
    'labels',
    'negative sampling',
    'commit',
    'image',
    'seeds',
    'hyperparameters',
    'metrics',
    'promotion',
    'reproduction',
    'predecessor',
  ]),
  /** Null where it was not recorded. */
  value: z.string().nullable(),
  digest: digest.nullable(),
  /** Why there is none, or what to know beside it. */
  note: z.string().nullable(),
});
export type Answer = z.output<typeof answer>;

/** The first thing a reader needs of a run that did not go well. */
export const trouble = z.strictObject({
  what: z.string(),
  measured: z.string().nullable(),
  expected: z.string().nullable(),
  /** Why the gate or check exists, in its owner's words. */
  reason: z.string().nullable(),
  help: z.discriminatedUnion('to', [
    z.strictObject({ to: z.literal('gate'), gate: z.string() }),
    z.strictObject({ to: z.literal('check'), check: z.string() }),
    z.strictObject({ to: z.literal('log'), step: z.string() }),
    z.strictObject({ to: z.literal('runbook'), page: z.string() }),
  ]),
});
export type Trouble = z.output<typeof trouble>;

export const runDetail = z.strictObject({
  ...runSummary.shape,
  plan: digest,
  bundle: digest,
  /** Which file of the bundle is the specification. */
  specification: z.string(),
  /** Where the bundle was read; commit null where there is no git. */
  source: z.strictObject({
    kind: z.enum(['url', 'file', 'run']),
    target: z.string(),
    commit: z.string().nullable(),
    dirty: z.boolean(),
  }),
  attempts: z.array(attemptView),
  stepViews: z.array(stepView),
  answers: z.array(answer),
  troubles: z.array(trouble),
  warnings: z.array(problemShape),
  /** Of a reproduction, once it has ended. */
  reproduction: z
    .strictObject({
      verdict: z.enum(['identical', 'within band', 'diverged']),
      explanation: z.string(),
    })
    .nullable(),
  /** What the person who asks may do now; a reason where not. */
  actions: z.strictObject({
    stop: z.string().nullable(),
    retry: z.string().nullable(),
    again: z.string().nullable(),
    reproduce: z.string().nullable(),
  }),
  /** The same from a terminal. */
  command: z.string(),
  /** Grows with every change of the run: what did not grow need not be drawn again. */
  revision: z.int().nonnegative(),
});
export type RunDetail = z.output<typeof runDetail>;

/** Chosen by the client: the same token never starts a second run, however often it is sent. */
export const token = z.string().min(8).max(100);

export const submitBody = z.strictObject({
  pipeline: entityRef,
  token,
  purpose: z.enum(['train', 'trial']).optional(),
  /** The default engine unless said. */
  engine: z.string().optional(),
});
export type SubmitBody = z.output<typeof submitBody>;

export const submitted = z.strictObject({
  run: z.string(),
  /** False where the token was used before: this is the run it started. */
  created: z.boolean(),
});
export type Submitted = z.output<typeof submitted>;

export const tokenBody = z.strictObject({ token });

/** A piece of a log: whole characters, at most 64 KiB. The last line says `end`. */
export const logLine = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    /** Byte at which the text begins. */
    offset: z.int().nonnegative(),
    /** Byte after it: resume from here. */
    next: z.int().nonnegative(),
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal('end'),
    next: z.int().nonnegative(),
    /** `closed`: the step has ended and this is all; `pause`: ask again from `next`. */
    because: z.enum(['closed', 'pause']),
    /** Bytes of the whole log, as far as it is known. */
    size: z.int().nonnegative(),
  }),
]);
export type LogLine = z.output<typeof logLine>;

export const logQuery = z.strictObject({
  attempt: z.coerce.number<string | number>().int().positive().optional(),
  /** First byte; negative counts from the end. */
  from: z.coerce.number<string | number>().int().optional(),
  /** At most so many bytes; without it all there is. */
  bytes: z.coerce
    .number<string | number>()
    .int()
    .positive()
    .max(16_777_216)
    .optional(),
  /** Go on until the step ends, or for 15 minutes. */
  follow: z.enum(['true', 'false']).optional(),
});

export const logMatches = z.strictObject({
  matches: z.array(
    z.strictObject({
      offset: z.int().nonnegative(),
      /** 1-based. */
      line: z.int().positive(),
      text: z.string(),
    }),
  ),
  /** More than these match. */
  more: z.boolean(),
});
export type LogMatches = z.output<typeof logMatches>;

export const artifactRoots = z.strictObject({
  items: z.array(
    z.strictObject({
      step: z.string(),
      output: z.string(),
      tree: digest,
      files: z.int().nonnegative(),
      bytes: z.int().nonnegative(),
      /** Whose rows or bytes may not be shown here. */
      hidden: z.string().nullable(),
    }),
  ),
});
export type ArtifactRoots = z.output<typeof artifactRoots>;

export const artifactFiles = z.strictObject({
  tree: digest,
  files: z.array(
    z.strictObject({
      path: z.string(),
      sha256: digest,
      bytes: z.int().nonnegative(),
      executable: z.boolean(),
    }),
  ),
});
export type ArtifactFiles = z.output<typeof artifactFiles>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What of a file can be shown in a page. */
export const preview = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    language: z.enum(['text', 'json', 'markdown', 'yaml', 'python', 'sql']),
    text: z.string(),
    /** Only the beginning. */
    cut: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    /** The first 50. */
    rows: z.array(z.array(cell)),
    /** Null where nobody counted. */
    totalRows: z.int().nonnegative().nullable(),
  }),
  /** PNG, JPEG, GIF or WebP by its bytes; never SVG, which can run code. */
  z.strictObject({
    kind: z.literal('image'),
    mediaType: z.string(),
    base64: z.string(),
  }),
  z.strictObject({ kind: z.literal('none'), because: z.string() }),
]);
export type Preview = z.output<typeof preview>;

export const metricHistory = z.strictObject({
  /** Newest value by name, with its step of the plan for those that a command reported. */
  latest: z.record(z.string(), z.number().nullable()),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Points with a training step, in its order; thinned to at most 1,000 a metric. */
  curves: z.record(z.string(), z.array(metricPoint)),
});
export type MetricHistory = z.output<typeof metricHistory>;

export const bundleView = z.strictObject({
  specification: z.string(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      sha256: digest,
      bytes: z.int().nonnegative(),
      /** Null where it is no text or larger than 256 KiB. */
      text: z.string().nullable(),
    }),
  ),
  /** The pipeline's run before this one. */
  previous: z.strictObject({ run: z.string() }).nullable(),
  /** What changed since; each file by its texts. */
  changes: z.array(
    z.strictObject({
      path: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
export type BundleView = z.output<typeof bundleView>;

export const compareQuery = z.strictObject({
  /** 2 to 5; the first is what the others are held against. */
  run: z.array(z.string()).min(2).max(5),
});

/** One line of a comparison: a value for each run, in the order in which they were asked for. */
export const comparedValue = z.strictObject({
  about: z.enum([
    'specification',
    'lock',
    'code',
    'environment',
    'source',
    'dataset',
    'output',
    'metric',
    'commit',
    'segment',
  ]),
  name: z.string(),
  values: z.array(z.union([z.string(), z.number(), z.null()])),
  differs: z.boolean(),
  better: z.enum(['higher', 'lower', 'neither']).nullable(),
});

export const comparison = z.strictObject({
  runs: z.array(runSummary),
  values: z.array(comparedValue),
  /** What differs from the first run, in words, for each other run. */
  sentences: z.array(
    z.strictObject({ run: z.string(), says: z.array(z.string()) }),
  ),
  /** Law 8: figures of different rows or evaluators are not compared. */
  notComparable: z.array(z.string()),
});
export type Comparison = z.output<typeof comparison>;
