import {
  runSummary,
  type RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { momentOf, momentOrNull } from '../../database/columns';
import type { RunRow } from './rows';
import { usualSeconds } from './usualSeconds';

export type Columns = RunSummary['columns'];

/**
 * Runs as rows of a list, in the order of their rows.
 *
 * @param columns - what was asked for beside it, by run
 */
export async function runSummaries(
  knex: Knex,
  rows: readonly RunRow[],
  columns: ReadonlyMap<number, Columns> = new Map(),
): Promise<readonly RunSummary[]> {
  const usual = await usualSeconds(
    knex,
    rows.map(({ pipeline }) => pipeline),
  );
  return rows.map(row =>
    fromRow(row, usual.get(row.pipeline) ?? null, columns.get(row.seq) ?? {}),
  );
}

function fromRow(
  row: RunRow,
  usual: number | null,
  columns: Columns,
): RunSummary {
  return runSummary.parse({
    run: row.run,
    pipeline: {
      entity: row.pipeline,
      name: row.pipeline_name,
      namespace: row.namespace,
    },
    owner: row.owner,
    state: row.state,
    because: row.because,
    engine: row.engine,
    purpose: row.purpose,
    trigger: row.set_off_by,
    principal: row.principal,
    parent: row.parent,
    attempt: row.attempt,
    submittedAt: momentOf(row.submitted_at),
    startedAt: momentOrNull(row.started_at),
    endedAt: momentOrNull(row.ended_at),
    durationSeconds:
      row.duration_ms === null ? null : Number(row.duration_ms) / 1000,
    usualSeconds: usual,
    headline: row.headline_metric === null ? null : headlineOf(row),
    gates: row.gates_total === null ? null : gatesOf(row),
    model:
      row.model === null
        ? null
        : { name: row.model, version: row.model_version },
    dataset:
      row.dataset === null
        ? null
        : { name: row.dataset, version: row.dataset_version },
    steps: { done: row.steps_done, total: row.steps_total },
    columns,
  });
}

function headlineOf(row: RunRow) {
  return {
    metric: row.headline_metric,
    value: row.headline_value,
    better: row.headline_better,
    change: row.headline_change,
  };
}

function gatesOf(row: RunRow) {
  return {
    passed: row.gates_passed,
    blocked: row.gates_blocked,
    total: row.gates_total,
  };
}
