import type { LoggerService } from '@backstage/backend-plugin-api';
import { ApiError } from '../api/apiError';
import type { WorkflowApi } from '../api/workflowApi';
import type { CachedWorkflow } from '../cache/cachedWorkflow';
import { WorkflowCache } from '../cache/workflowCache';
import { Complaints } from '../progress/complaints';
import { ROOT, type ClusterSettings } from '../settings';
import { Misses } from './misses';
import { missingRightsWords, troubleWords } from './troubleWords';

export interface ClusterPorts {
  readonly open: () => Promise<WorkflowApi>;
  readonly selector: string;
  readonly resyncMilliseconds: number;
  readonly monotonic: () => number;
  readonly logger: LoggerService;
}

/** A way to a cluster that is open, and what was heard over it. */
export interface OpenCluster {
  readonly api: WorkflowApi;
  readonly cache: WorkflowCache;
  readonly complaints: Complaints;
}

const WELL_MILLISECONDS = 30_000;
const UNWELL_MILLISECONDS = 3000;

/** One of the operator's clusters: opened when it is needed, and again when that failed. */
export class Cluster {
  #open: Promise<OpenCluster> | undefined;
  readonly #misses: Misses;
  #judged: { readonly trouble?: string; readonly until: number } | undefined;

  constructor(
    readonly name: string,
    readonly settings: ClusterSettings,
    private readonly ports: ClusterPorts,
  ) {
    this.#misses = new Misses(ports.monotonic);
  }

  /** @throws Error which names the setting that does not work */
  async open(): Promise<OpenCluster> {
    this.#open ??= this.#opening();
    try {
      return await this.#open;
    } catch (error) {
      this.#open = undefined;
      throw new Error(
        `${ROOT}.clusters.${this.name}: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  /**
   * The workflow as it was last heard of: what is known costs no call.
   *
   * @returns undefined where the cluster, asked for it, has none, not in its archive either
   * @throws Error where what is known may be old
   */
  async find(workflow: string): Promise<CachedWorkflow | undefined> {
    const { cache } = await this.open();
    await cache.opened();
    if (cache.trouble) throw new Error(this.words(cache.trouble));
    const known = cache.find(workflow);
    if (known) {
      this.#misses.met(workflow);
      return known;
    }
    if (!this.#misses.isDue(workflow)) return undefined;
    const found = await cache.seek(workflow).catch(error => {
      throw new Error(this.words(error));
    });
    if (found) this.#misses.met(workflow);
    else this.#misses.missed(workflow);
    return found;
  }

  /** An error of the cluster as a sentence that names the setting. */
  words(error: unknown): string {
    return troubleWords(error, this.name, this.settings);
  }

  /** Why nothing can be submitted there now; asked not more often than needed. */
  async trouble(): Promise<string | undefined> {
    const now = this.ports.monotonic();
    if (!this.#judged || now >= this.#judged.until) {
      const trouble = await this.#judge();
      const keep = trouble ? UNWELL_MILLISECONDS : WELL_MILLISECONDS;
      this.#judged = { trouble, until: this.ports.monotonic() + keep };
    }
    return this.#judged.trouble;
  }

  async close(): Promise<void> {
    const open = await this.#open?.catch(() => undefined);
    await open?.cache.close();
    await open?.complaints.settle();
    await open?.api.close();
  }

  async #opening(): Promise<OpenCluster> {
    const { monotonic } = this.ports;
    const api = await this.ports.open();
    const cache = new WorkflowCache({ ...this.ports, api });
    cache.start();
    return { api, cache, complaints: new Complaints(api, monotonic) };
  }

  async #judge(): Promise<string | undefined> {
    try {
      const { api } = await this.open();
      await api.tryOut(probe(this.settings.namespace));
      const missing = await api.missingRights();
      if (missing && missing.length > 0) {
        return missingRightsWords(missing, this.name, this.settings);
      }
      return undefined;
    } catch (error) {
      return error instanceof ApiError
        ? this.words(error)
        : String(error instanceof Error ? error.message : error);
    }
  }
}

/** The least that is a workflow; it is tried out and never made. */
function probe(namespace: string): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'trainyard-probe', namespace },
    spec: {
      entrypoint: 'nothing',
      templates: [{ name: 'nothing', suspend: {} }],
    },
  };
}
