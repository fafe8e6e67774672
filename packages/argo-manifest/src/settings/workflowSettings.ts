import { z } from 'zod';
import { storeLocation } from '@trainyard/backstage-plugin-ml-training-common';

/** What Kubernetes calls its objects. */
const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/);
const label = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);
/** A key of a Secret or a ConfigMap. */
const dataKey = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9._-]+$/);
const annotations = z.record(z.string(), z.string());

/** An image that is always the same: a name and a digest, no tag. */
export const IMAGE_BY_DIGEST =
  /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::[0-9]+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*@sha256:[0-9a-f]{64}$/;

const share = z.strictObject({
  /** Cores. */
  cpu: z.number().positive(),
  /** Gigabytes of 10^9 bytes. */
  memoryGb: z.number().positive(),
});

const toleration = z.strictObject({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: z.int().optional(),
});

const secretKey = z.strictObject({ secret: objectName, key: dataKey });

const bucket = storeLocation.refine(({ kind }) => kind === 's3', {
  error: 'expected a bucket: pods do not see the folders of this host',
});

/** How the operator of a cluster wants runs to be: what compileWorkflow needs beside a plan. */
export const workflowSettings = z.strictObject({
  /** Of Kubernetes, where workflows are made. */
  namespace: label,
  /** How people call the cluster; records name it as the host. */
  cluster: label,
  /** Of every pod; the executor's token comes from the Secret `<name>.service-account-token`. */
  serviceAccount: objectName,
  /** The `trainyard` program as an image, by digest. */
  stepsImage: z.string().regex(IMAGE_BY_DIGEST, {
    error: 'expected an image by digest: name@sha256:…',
  }),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).optional(),
  imagePullSecrets: z.array(objectName).default([]),
  /** Names without digest that pipelines may bring, `*` standing for anything, such as `registry.example.com/ml/*`. Empty: none. */
  allowedImages: z.array(z.string().min(1)).default([]),
  store: bucket,
  /** The Secret with the store's keys; `ambient` where pods get them from the cloud. */
  credentials: z.union([
    z.literal('ambient'),
    z.strictObject({
      secret: objectName,
      accessKey: dataKey,
      secretKey: dataKey,
      sessionToken: dataKey.optional(),
    }),
  ]),
  /** The Secret with the certificates that the store's own is checked against; needed where the store has a ca_file. */
  certificates: secretKey.optional(),
  /** Of pods with built-in steps, where the steps name none. */
  builtins: share.prefault({ cpu: 1, memoryGb: 2 }),
  /** Of commands, where the steps name none. */
  commands: share.prefault({ cpu: 1, memoryGb: 2 }),
  /** Of the container beside a command that keeps checkpoints and looks at outputs. */
  witness: share.prefault({ cpu: 0.05, memoryGb: 0.5 }),
  gpuResource: z.string().default('nvidia.com/gpu'),
  /** A try that ran out of memory is followed by one with `factor` times as much, up to the cap. */
  outOfMemory: z
    .strictObject({
      factor: z.number().min(1),
      capGb: z.number().positive(),
    })
    .prefault({ factor: 1.5, capGb: 64 }),
  /** Further tries where the cluster is at fault: a lost node, an eviction, a preemption. */
  infrastructureRetries: z.int().nonnegative().max(20).default(3),
  /** Argo waits as long also before it finds that a pod is not to be tried again. */
  backoff: z
    .strictObject({
      seconds: z.int().nonnegative(),
      factor: z.int().positive(),
      capSeconds: z.int().nonnegative(),
    })
    .prefault({ seconds: 5, factor: 2, capSeconds: 300 }),
  /** What a pod has for pulling images and fetching inputs beyond a step's timeout. */
  fetchSeconds: z.int().positive().default(900),
  /** After which a whole attempt is ended. */
  deadlineSeconds: z.int().positive().optional(),
  priorityClassName: objectName.optional(),
  nodeSelector: annotations.default({}),
  tolerations: z.array(toleration).default([]),
  /** As Kubernetes writes it. */
  affinity: z.record(z.string(), z.json()).optional(),
  /** Added for pods that ask for GPUs. */
  gpu: z
    .strictObject({
      nodeSelector: annotations.default({}),
      tolerations: z.array(toleration).default([]),
    })
    .prefault({}),
  /** Pods share the network of their node, as some fast interconnects of GPUs need it. */
  hostNetwork: z.boolean().default(false),
  /** The operator's own patch of every pod, JSON or YAML. */
  podSpecPatch: z.string().min(1).optional(),
  labels: annotations.default({}),
  annotations: annotations.default({}),
  /** A pod for each step, in place of one for several. */
  isolateSteps: z.boolean().default(false),
  /** One run of a pipeline at a time. */
  mutexPerPipeline: z.boolean().default(false),
  /** How many runs at a time: a number in a ConfigMap, which Argo reads. */
  quota: z.strictObject({ configMap: objectName, key: dataKey }).optional(),
  /** How long ended workflows stay. */
  ttl: z
    .strictObject({
      successSeconds: z.int().positive(),
      failureSeconds: z.int().positive(),
    })
    .prefault({ successSeconds: 86_400, failureSeconds: 604_800 }),
  /** Where the environment variables that specifications name as secrets come from. */
  secrets: z.record(z.string(), secretKey).default({}),
  /** Keeps the cluster from evicting pods of a run for its own convenience. */
  disruptionBudget: z.boolean().default(false),
});
export type WorkflowSettings = z.output<typeof workflowSettings>;

/** As operators write them: what has a default may be missing. */
export type WorkflowSettingsInput = z.input<typeof workflowSettings>;
