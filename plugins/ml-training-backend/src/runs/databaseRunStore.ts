import type { Knex } from 'knex';
import { addPoints } from './database/addPoints';
import { askToStop } from './database/askToStop';
import { createRun } from './database/createRun';
import { facetMemory, facetsOfRuns } from './database/facetsOfRun';
import { fieldNames } from './database/fieldNames';
import { listRuns } from './database/list/listRuns';
import {
  activeRuns,
  findByToken,
  findRun,
  metricsOfRun,
  paramsOfRun,
  pointsOfRun,
  previousRun,
  runsOfPipeline,
  stepsOfRun,
} from './database/readRun';
import { recordObservation } from './database/recordObservation';
import { retryRun } from './database/retryRun';
import type { RunStore } from './runStore';

/** Runs in the plugin's tables, on SQLite and on Postgres. */
export function databaseRunStore(knex: Knex): RunStore {
  const names = fieldNames(knex);
  const ports = { knex, names, facets: facetMemory() };
  return {
    create: run => createRun(ports, run),
    findByToken: (principal, token) => findByToken(knex, principal, token),
    find: run => findRun(knex, run),
    list: (query, visible) => listRuns(ports, query, visible),
    facets: visible => facetsOfRuns(knex, visible),
    steps: (run, attempt) => stepsOfRun(knex, run, attempt),
    metrics: run => metricsOfRun(knex, run),
    params: run => paramsOfRun(knex, run),
    points: run => pointsOfRun(knex, run),
    addPoints: (run, points) => addPoints(ports, run, points),
    previous: run => previousRun(knex, run),
    ofPipeline: (entity, most) => runsOfPipeline(knex, entity, most),
    askToStop: (run, by) => askToStop(knex, run, by),
    retry: (run, after) => retryRun(knex, run, after),
    active: () => activeRuns(knex),
    record: (observation, fence) =>
      recordObservation(ports, observation, fence),
  };
}
