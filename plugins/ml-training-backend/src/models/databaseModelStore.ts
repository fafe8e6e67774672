import type { Knex } from 'knex';
import { findModel, listModels } from './database/readModels';
import { registerModel } from './database/registerModel';
import type { ModelStore } from './modelStore';

/** Models in the plugin's tables, on SQLite and on Postgres. */
export function databaseModelStore(knex: Knex): ModelStore {
  return {
    register: (version, fence) => registerModel(knex, version, fence),
    list: (query, visible) => listModels(knex, query, visible),
    find: (namespace, name) => findModel(knex, namespace, name),
  };
}
