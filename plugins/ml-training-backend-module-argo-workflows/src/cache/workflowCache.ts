import { setTimeout as wait } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isFault } from '../api/apiError';
import type { WorkflowApi } from '../api/workflowApi';
import type { WorkflowDocument } from '../api/workflowDocument';
import { cachedWorkflow, type CachedWorkflow } from './cachedWorkflow';

/** Those that have ended are not watched: Argo marks them so in the write that ends them. */
const NOT_COMPLETED = 'workflows.argoproj.io/completed!=true';

/** Workflows that are over are remembered for those who still ask. */
const MOST_FINISHED = 2000;

const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 5000;

/** A short break of a watch is nothing to speak of. */
const PATIENCE_MILLISECONDS = 15_000;

export interface CacheOptions {
  readonly api: WorkflowApi;
  /** Labels that only our workflows have. */
  readonly selector: string;
  /** How long a watch is believed before everything is listed again. */
  readonly resyncMilliseconds: number;
  readonly monotonic: () => number;
  readonly logger: LoggerService;
}

/**
 * The workflows of a namespace as they were last heard of. It is listed once and
 * then watched, so that what it costs depends on how much changes and not on how
 * many there are. A watch is a hint: everything is listed again from time to time,
 * and whoever is missing then is asked for by name before it counts as gone.
 */
export class WorkflowCache {
  readonly #active = new Map<string, CachedWorkflow>();
  readonly #finished = new Map<string, CachedWorkflow>();
  readonly #closed = new AbortController();
  readonly #listeners = new Set<() => void>();
  #work: Promise<void> | undefined;
  #listed = false;
  #failures = 0;
  #warned: string | undefined;
  #trouble: { readonly error: unknown; readonly since: number } | undefined;

  constructor(private readonly options: CacheOptions) {}

  /** Begins to listen; more often than once is the same. */
  start(): void {
    this.#work ??= this.#listen();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#work;
  }

  find(name: string): CachedWorkflow | undefined {
    return this.#active.get(name) ?? this.#finished.get(name);
  }

  get active(): Iterable<CachedWorkflow> {
    return this.#active.values();
  }

  /** The error by which what it says may be old; undefined while it is to be believed. */
  get trouble(): unknown {
    if (!this.#trouble) return undefined;
    const { error, since } = this.#trouble;
    const isShort = this.options.monotonic() - since < PATIENCE_MILLISECONDS;
    return this.#listed && isShort ? undefined : error;
  }

  /** Resolves when there is something to be said: after the first list, or its failure. */
  async opened(): Promise<void> {
    this.start();
    while (!this.#listed && !this.#trouble && !this.#closed.signal.aborted) {
      await this.changed(1000);
    }
  }

  /** Resolves with the next change, or after so many milliseconds. */
  async changed(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const end = () => waiting.abort();
    this.#listeners.add(end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    await wait(milliseconds, undefined, {
      signal: waiting.signal,
      ref: false,
    }).catch(() => {});
    signal?.removeEventListener('abort', end);
    this.#listeners.delete(end);
  }

  /** Takes in what somebody read or made. */
  remember(document: WorkflowDocument): CachedWorkflow {
    const { name } = document.metadata;
    const known = this.find(name);
    if (known && isOlder(document, known)) return known;
    const workflow = cachedWorkflow(document);
    this.#active.delete(name);
    this.#finished.delete(name);
    if (workflow.finished) {
      this.#finished.set(name, workflow);
      const [oldest] = this.#finished.keys();
      if (this.#finished.size > MOST_FINISHED) this.#finished.delete(oldest);
    } else {
      this.#active.set(name, workflow);
    }
    this.#tell();
    return workflow;
  }

  /**
   * Asks for one that is not known, or not any more: where it is, and in the archive.
   *
   * @throws ApiError
   */
  async seek(name: string): Promise<CachedWorkflow | undefined> {
    const { api } = this.options;
    const found = (await api.get(name)) ?? (await api.archived(name));
    if (found) return this.remember(found);
    this.#active.delete(name);
    this.#finished.delete(name);
    this.#tell();
    return undefined;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      try {
        await this.#listAndWatch();
      } catch (error) {
        if (signal.aborted) return;
        if (!isFault(error, 'expired')) this.#troubled(error);
        const pause = FIRST_PAUSE_MILLISECONDS * 2 ** this.#failures;
        if (pause < LONGEST_PAUSE_MILLISECONDS) this.#failures++;
        await wait(pause, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  /** @throws ApiError; 'expired' where it only has to begin anew */
  async #listAndWatch(): Promise<void> {
    const { api, resyncMilliseconds, monotonic } = this.options;
    const selector = `${this.options.selector},${NOT_COMPLETED}`;
    const { items, version } = await api.list(selector);
    await this.#replace(items);
    this.#well();
    const until = monotonic() + resyncMilliseconds;
    let next = version;
    while (monotonic() < until) {
      const { signal } = this.#closed;
      const left = Math.max(1, Math.ceil(until - monotonic()));
      const events = api.watch(
        selector,
        next,
        AbortSignal.any([signal, AbortSignal.timeout(left)]),
      );
      try {
        for await (const event of events) {
          // A watch that is allowed and works; a list alone says nothing of that.
          this.#failures = 0;
          if (event.event === 'mark') {
            next = event.version;
            continue;
          }
          const { workflow } = event;
          next = workflow.metadata.resourceVersion || next;
          if (event.event === 'seen') this.remember(workflow);
          else await this.seek(workflow.metadata.name);
        }
      } catch (error) {
        const isTime = !signal.aborted && monotonic() >= until;
        if (!isTime) throw error;
      }
      // Servers end watches at will; one that always does at once is not hurried.
      await wait(FIRST_PAUSE_MILLISECONDS, undefined, { signal, ref: false });
    }
  }

  async #replace(items: readonly WorkflowDocument[]): Promise<void> {
    for (const document of newestOfEach(items)) this.remember(document);
    const listed = new Set(items.map(({ metadata }) => metadata.name));
    const missing = [...this.#active.keys()].filter(name => !listed.has(name));
    // A list may be older than what was made meanwhile.
    for (const name of missing) await this.seek(name);
    this.#listed = true;
  }

  #well(): void {
    this.#trouble = undefined;
    this.#tell();
  }

  #troubled(error: unknown): void {
    const because = error instanceof Error ? error.message : String(error);
    if (because !== this.#warned) {
      this.options.logger.warn(
        `The workflows of ${this.options.api.where} cannot be watched: ${because}`,
      );
    }
    this.#warned = because;
    const since = this.#trouble?.since ?? this.options.monotonic();
    this.#trouble = { error, since };
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** One that is archived may still be live: the Argo Server lists both. */
function newestOfEach(
  documents: readonly WorkflowDocument[],
): Iterable<WorkflowDocument> {
  const newest = new Map<string, WorkflowDocument>();
  for (const document of documents) {
    const { uid, name } = document.metadata;
    const known = newest.get(uid || name);
    if (!known || versionOf(document) > versionOf(known)) {
      newest.set(uid || name, document);
    }
  }
  return newest.values();
}

/** Of the same workflow: one that was made anew under its name is another. */
function isOlder(document: WorkflowDocument, known: CachedWorkflow): boolean {
  return (
    document.metadata.uid === known.uid &&
    versionOf(document) < (Number(known.version) || 0)
  );
}

function versionOf({ metadata }: WorkflowDocument): number {
  return Number(metadata.resourceVersion) || 0;
}
