import type { Knex } from 'knex';
import { publishDataset } from './database/publishDataset';
import { findDataset, listDatasets } from './database/readDatasets';
import type { DatasetStore } from './datasetStore';

/** Datasets in the plugin's tables, on SQLite and on Postgres. */
export function databaseDatasetStore(knex: Knex): DatasetStore {
  return {
    publish: (version, fence) => publishDataset(knex, version, fence),
    list: (query, visible) => listDatasets(knex, query, visible),
    find: (namespace, name) => findDataset(knex, namespace, name),
  };
}
