import {
  workflowSettings,
  type WorkflowSettings,
} from '@trainyard/argo-manifest';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

/** Where the operator's settings stand in app-config.yaml. */
export const ROOT = 'mlTraining.engines.argo';

const argoServer = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1).optional(),
  tokenFile: z.string().startsWith('/').optional(),
  caFile: z.string().startsWith('/').optional(),
});

const kubernetes = z.union([
  z.strictObject({
    kubeconfig: z.string().startsWith('/'),
    context: z.string().optional(),
  }),
  z.strictObject({ inCluster: z.literal(true) }),
]);

const ofPods = z.record(z.string(), z.unknown());

const cluster = z
  .strictObject({
    /** Of Kubernetes, in which workflows are made. */
    namespace: z.string().min(1),
    argoServer: argoServer.optional(),
    kubernetes: kubernetes.optional(),
    /** What is different here of `workflows`. */
    workflows: ofPods.default({}),
  })
  .refine(
    ({ argoServer: one, kubernetes: other }) => !one !== !other,
    'expected either argoServer or kubernetes',
  );
export type ClusterSettings = z.output<typeof cluster>;

const rule = z
  .strictObject({
    /** A tenant: namespace of pipelines. */
    namespace: z.string().optional(),
    /** A pipeline's name. */
    pipeline: z.string().optional(),
    cluster: z.string(),
  })
  .refine(
    ({ namespace, pipeline }) =>
      namespace !== undefined || pipeline !== undefined,
    'expected namespace or pipeline, or both',
  );

const engine = z.strictObject({
  enabled: z.boolean().optional(),
  clusters: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/), cluster),
  rules: z.array(rule).default([]),
  default: z.string().optional(),
  workflows: ofPods.default({}),
  storeForPods: z
    .strictObject({ endpoint: z.url({ protocol: /^https?$/ }).optional() })
    .default({}),
  graceSeconds: z.number().nonnegative().default(30),
  resyncSeconds: z.number().min(10).default(300),
});

/** What an operator decides about Argo: `mlTraining.engines.argo`. */
export interface EngineSettings {
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** The first that fits decides. */
  readonly rules: readonly z.output<typeof rule>[];
  /** The cluster of whoever no rule names. */
  readonly default: string;
  /** Of every cluster: see WorkflowSettings in @trainyard/argo-manifest. */
  readonly workflows: Readonly<Record<string, unknown>>;
  /** How pods reach the store, where that differs from how the portal does. */
  readonly storeForPods: { readonly endpoint?: string };
  /** Between the request to stop and the end by force. */
  readonly graceSeconds: number;
  /** After which everything is listed again although it is watched. */
  readonly resyncSeconds: number;
}

/**
 * @returns undefined where it is off, which it is unless `enabled` is true
 * @throws InputError which names the setting and what to write
 */
export function readSettings(config: Config): EngineSettings | undefined {
  const argo = config.getOptionalConfig(ROOT);
  if (argo?.getOptionalBoolean('enabled') !== true) return undefined;
  const parsed = engine.safeParse(argo.get());
  if (!parsed.success) throw refused(parsed.error);
  const { data } = parsed;
  const names = Object.keys(data.clusters);
  const chosen = data.default ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) {
    throw new InputError(
      `${ROOT}.default: expected one of ${names.join(', ') || 'the clusters, of which there are none'}, found nothing. Write where those run whom no rule names.`,
    );
  }
  const places: readonly (readonly [string, string])[] = [
    ['default', chosen],
    ...data.rules.map((it, i) => [`rules[${i}].cluster`, it.cluster] as const),
  ];
  for (const [place, name] of places) {
    if (!names.includes(name)) {
      throw new InputError(
        `${ROOT}.${place}: expected one of ${names.join(', ')}, found ${name}.`,
      );
    }
  }
  const settings = { ...data, default: chosen };
  // Told at the start, and not with the first run.
  for (const name of names) settingsOfWorkflows(settings, name, EXAMPLE_STORE);
  return settings;
}

const EXAMPLE_STORE = {
  kind: 's3' as const,
  bucket: 'example',
  prefix: '',
  region: 'us-east-1',
  path_style: false,
};

/**
 * How workflows are made in one of the clusters.
 *
 * @throws InputError where what the operator wrote makes no whole
 */
export function settingsOfWorkflows(
  settings: EngineSettings,
  name: string,
  store: BucketLocation,
): WorkflowSettings {
  const place = settings.clusters[name];
  const { endpoint } = settings.storeForPods;
  const parsed = workflowSettings.safeParse({
    ...settings.workflows,
    ...place.workflows,
    cluster: name,
    namespace: place.namespace,
    store: {
      ...store,
      ...(endpoint !== undefined && { endpoint }),
    },
  });
  if (parsed.success) return parsed.data;
  throw refused(parsed.error, ['workflows']);
}

function refused(error: z.ZodError, below: readonly string[] = []): InputError {
  const found = error.issues.map(({ path, message }) => {
    const where = [ROOT, ...below, ...path.map(String)].join('.');
    return `${where}: ${message}`;
  });
  return new InputError(`${found.join('; ')}. See docs/how-to/run-on-argo.md.`);
}
