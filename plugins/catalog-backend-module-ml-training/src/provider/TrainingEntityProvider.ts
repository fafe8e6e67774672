import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { CatalogFeed } from '@trainyard/backstage-plugin-ml-training-common';
import { entitiesOf } from './entitiesOf';
import { isSuspicious } from './shrinkage';

export interface ProviderPorts {
  /** @throws Error where the service does not answer */
  readonly readFeed: () => Promise<CatalogFeed>;
  /** Of these references, the ones that somebody else gave the catalog: a team that authors its Model. */
  readonly authored: (refs: readonly string[]) => Promise<ReadonlySet<string>>;
  /** What this provider gave the catalog before this process began. */
  readonly provided: () => Promise<ReadonlySet<string>>;
  /** `app.baseUrl`. */
  readonly portal: string;
  readonly logger: LoggerService;
}

/** All that a read can come to; the catalog changes with `applied` only. */
export type ReadOutcome =
  | { readonly outcome: 'applied'; readonly entities: number }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly reads: number }
  | { readonly outcome: 'failed' }
  | { readonly outcome: 'not connected' };

/** So many reads in a row must say the same before a shrunken feed is believed: a minute, at a read every 10 s. */
export const READS_TO_BELIEVE = 6;

/** After so many unchanged reads authored entities are looked up again: they come and go without the feed. */
export const READS_TO_LOOK_AGAIN = 30;

/**
 * Keeps the catalog's Models, Datasets and TrainingRuns as the training service
 * tells them. A service that fails, or that suddenly knows hardly anything, leaves
 * them as they are.
 */
export class TrainingEntityProvider implements EntityProvider {
  #connection: EntityProviderConnection | undefined;
  #applied: { revision: string; refs: ReadonlySet<string> } | undefined;
  #unchangedReads = 0;
  #refused: { revision: string; reads: number } | undefined;
  #failing = false;
  #reading: Promise<ReadOutcome> | undefined;

  constructor(private readonly ports: ProviderPorts) {}

  getProviderName() {
    return 'TrainingEntityProvider';
  }

  async connect(connection: EntityProviderConnection) {
    this.#connection = connection;
  }

  /** Reads that overlap are one read. */
  async read(): Promise<ReadOutcome> {
    this.#reading ??= this.#readSafely().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readSafely(): Promise<ReadOutcome> {
    try {
      const outcome = await this.#read();
      if (this.#failing) this.ports.logger.info('The training feed is back.');
      this.#failing = false;
      return outcome;
    } catch (error) {
      // Once for a row of failures: the service may be away for a night.
      if (!this.#failing) {
        this.ports.logger.warn(
          `The training feed could not be read: ${error}. The catalog keeps its models, datasets and runs as they are.`,
        );
      }
      this.#failing = true;
      return { outcome: 'failed' };
    }
  }

  async #read(): Promise<ReadOutcome> {
    const connection = this.#connection;
    if (!connection) return { outcome: 'not connected' };
    const feed = await this.ports.readFeed();
    if (
      feed.revision === this.#applied?.revision &&
      this.#unchangedReads < READS_TO_LOOK_AGAIN
    ) {
      this.#unchangedReads += 1;
      this.#refused = undefined;
      return { outcome: 'unchanged' };
    }
    const told = byRef(entitiesOf(feed, this.ports.portal));
    const refs = new Set(told.keys());
    const before = this.#applied?.refs ?? (await this.ports.provided());
    const reads = this.#readsToRefuse(feed.revision, before, refs);
    if (reads !== undefined) return { outcome: 'refused', reads };

    const authored = await this.ports.authored([...refs]);
    const entities = [...told]
      .filter(([ref]) => !authored.has(ref))
      .map(([, entity]) => entity);
    await connection.applyMutation({
      type: 'full',
      // No location key: a file that a team registers for the same name takes it over.
      entities: entities.map(entity => ({ entity })),
    });
    this.#applied = { revision: feed.revision, refs };
    this.#unchangedReads = 0;
    this.#refused = undefined;
    return { outcome: 'applied', entities: entities.length };
  }

  /** @returns how often the shrunken feed was read by now; undefined where it may be applied */
  #readsToRefuse(
    revision: string,
    before: ReadonlySet<string>,
    now: ReadonlySet<string>,
  ): number | undefined {
    if (!isSuspicious(before, now)) return undefined;
    const reads =
      this.#refused?.revision === revision ? this.#refused.reads + 1 : 1;
    this.#refused = { revision, reads };
    if (reads >= READS_TO_BELIEVE) {
      this.ports.logger.warn(
        `The training feed went from ${before.size} to ${now.size} entities and said so ${reads} times: the catalog follows.`,
      );
      return undefined;
    }
    if (reads === 1) {
      this.ports.logger.warn(
        `The training feed went from ${before.size} to ${now.size} entities at once. The catalog keeps what it has until the feed has said so ${READS_TO_BELIEVE} times in a row; check the training service and its store.`,
      );
    }
    return reads;
  }
}

function byRef(entities: readonly Entity[]): ReadonlyMap<string, Entity> {
  return new Map(entities.map(entity => [stringifyEntityRef(entity), entity]));
}
