import type { LoggerService } from '@backstage/backend-plugin-api';
import { workflowName } from '@trainyard/argo-manifest';
import type {
  EnginePorts,
  EngineRef,
  TrainingEngine,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { builtinVersions } from '@trainyard/steps';
import { Linter } from './attempts/lintWithCluster';
import { observeAttempt } from './attempts/observeAttempt';
import { stopAttempt } from './attempts/stopAttempt';
import { submitAttempt } from './attempts/submitAttempt';
import { chooseCluster } from './clusters/chooseCluster';
import { Cluster } from './clusters/cluster';
import { openApi, type OpeningPorts } from './clusters/openApi';
import { placeId, placeOf } from './clusters/places';
import { compileForImages } from './compile/compileForImages';
import { liveLog } from './logs/liveLog';
import { OURS } from './manifest/planDigestOf';
import { ROOT, settingsOfWorkflows, type EngineSettings } from './settings';

export const ENGINE_NAME = 'argo';

export interface ArgoEngineOptions extends OpeningPorts {
  readonly ports: EnginePorts;
  readonly settings: EngineSettings;
  readonly logger: LoggerService;
}

/**
 * The engine that makes each attempt a workflow of Argo's. All that it knows lies
 * in the clusters and the store: whoever opens it again finds every attempt by name.
 */
export function argoEngine(options: ArgoEngineOptions): TrainingEngine {
  const { ports, settings, logger, now, monotonic } = options;
  const clusters = new Map(
    Object.entries(settings.clusters).map(([name, its]) => [
      name,
      new Cluster(name, its, {
        open: () => openApi(its, options),
        selector: OURS,
        resyncMilliseconds: settings.resyncSeconds * 1000,
        monotonic,
        logger,
      }),
    ]),
  );
  const linter = new Linter();
  const closed = new AbortController();

  /** Where a new attempt goes. */
  const placeFor = (plan: { namespace: string; pipeline: string }) => {
    const name = chooseCluster(settings, plan);
    const cluster = clusterNamed(name);
    const store = bucketOf(plan.namespace);
    return { cluster, workflows: settingsOfWorkflows(settings, name, store) };
  };

  const placeOfRef = (ref: EngineRef) => {
    const { cluster: name, namespace, workflow } = placeOf(ref);
    const cluster = clusterNamed(name);
    if (cluster.settings.namespace !== namespace) {
      throw new Error(
        `${ROOT}.clusters.${name}.namespace: it is ${cluster.settings.namespace} now, and this run is in ${namespace}. Add a cluster of its own for what runs there now, and give this one its namespace back until its runs have ended.`,
      );
    }
    return { cluster, workflow };
  };

  return {
    name: ENGINE_NAME,

    compile: async source => compileForImages(source, builtinVersions()),

    async lint(plan) {
      const { cluster, workflows } = placeFor(plan);
      return linter.lint(plan, workflows, cluster);
    },

    async submit(submission) {
      const { run, attempt, namespace, plan } = submission;
      const { cluster, workflows } = placeFor({
        namespace,
        pipeline: plan.pipeline,
      });
      // Its workflow may be gone already, long after its end.
      const store = await ports.store(namespace);
      if (!(await store.runs.findEnd(run, attempt))) {
        await submitAttempt(submission, workflows, cluster);
      }
      const id = placeId({
        cluster: cluster.name,
        namespace: cluster.settings.namespace,
        workflow: workflowName(submission),
      });
      return { run, attempt, namespace, id };
    },

    async observe(ref) {
      const { cluster, workflow } = placeOfRef(ref);
      return observeAttempt(
        ref,
        workflow,
        cluster,
        () => ports.store(ref.namespace),
        now,
      );
    },

    async stop(ref) {
      const { cluster, workflow } = placeOfRef(ref);
      const open = await cluster.open();
      await stopAttempt(ref, workflow, open, await ports.store(ref.namespace), {
        ...options,
        graceMilliseconds: settings.graceSeconds * 1000,
      }).catch(error => {
        throw new Error(cluster.words(error));
      });
    },

    async logs(ref, step, { from, signal }) {
      const { cluster, workflow } = placeOfRef(ref);
      await cluster.find(workflow);
      return liveLog(
        {
          workflow,
          step,
          from,
          signal: AbortSignal.any([signal, closed.signal]),
        },
        await cluster.open(),
      );
    },

    async trouble() {
      const found = await Promise.all(
        [...clusters.values()].map(cluster => cluster.trouble()),
      );
      return found.find(trouble => trouble !== undefined);
    },

    async close() {
      closed.abort();
      await Promise.all([...clusters.values()].map(cluster => cluster.close()));
    },
  };

  function clusterNamed(name: string): Cluster {
    const cluster = clusters.get(name);
    if (cluster) return cluster;
    throw new Error(
      `${ROOT}.clusters has no ${name} any more, where this run is. Write it there again until its runs have ended.`,
    );
  }

  function bucketOf(namespace: string): BucketLocation {
    const location = ports.storeLocation(namespace);
    if (location.kind === 's3') return location;
    throw new Error(
      `mlTraining.store: expected a bucket (kind: s3), found the folder ${location.path}, which pods cannot reach.`,
    );
  }
}
