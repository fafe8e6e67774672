import {
  stepView,
  type Digest,
  type MetricPoint,
  type RunSummary,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { fromJsonText, type WholeNumber } from '../../database/columns';
import { rowsOf, sql } from '../../database/sql';
import type { RunEntry } from '../runStore';
import { runEntries } from './runEntries';
import { runSummaries } from './runSummaries';
import type { RunRow, StepRow, SubmissionRow } from './rows';

export async function findRun(
  knex: Knex,
  run: string,
): Promise<RunEntry | undefined> {
  const rows = await knex<RunRow>('runs').where({ run }).select();
  const [entry] = await runEntries(knex, rows);
  return entry;
}

export async function findByToken(
  knex: Knex,
  principal: string,
  token: string,
): Promise<
  { readonly run: string; readonly requestDigest: Digest } | undefined
> {
  const row = await knex<SubmissionRow>('run_submissions')
    .where({ principal, token })
    .first('run', 'request_digest');
  return row && { run: row.run, requestDigest: row.request_digest };
}

/** Runs that have not ended, oldest first. */
export async function activeRuns(knex: Knex): Promise<readonly RunEntry[]> {
  // Written out, or the databases would not see that the index of just these serves.
  const rows = await knex<RunRow>('runs')
    .whereRaw('ended = 0')
    .orderBy('seq')
    .select();
  return runEntries(knex, rows);
}

/** Newest first. */
export async function runsOfPipeline(
  knex: Knex,
  pipeline: string,
  most: number,
): Promise<readonly RunSummary[]> {
  const rows = await knex<RunRow>('runs')
    .where({ pipeline })
    .orderBy([
      { column: 'submitted_at', order: 'desc' },
      { column: 'seq', order: 'desc' },
    ])
    .limit(most)
    .select();
  return runSummaries(knex, rows);
}

/** The pipeline's run that was submitted before this one. */
export async function previousRun(
  knex: Knex,
  run: string,
): Promise<string | undefined> {
  const [row] = await rowsOf<{ run: string }>(
    knex,
    sql`SELECT before.run FROM runs AS this, runs AS before
      WHERE this.run = ${run} AND before.pipeline = this.pipeline
        AND (before.submitted_at, before.seq) < (this.submitted_at, this.seq)
      ORDER BY before.submitted_at DESC, before.seq DESC LIMIT 1`,
  );
  return row?.run;
}

/** In the order of the plan. */
export async function stepsOfRun(
  knex: Knex,
  run: string,
  attempt: number,
): Promise<readonly StepView[]> {
  const rows = await knex<StepRow>('run_steps')
    .join('runs', 'runs.seq', 'run_steps.seq')
    .where({ 'runs.run': run, 'run_steps.attempt': attempt })
    .orderBy(['position', 'name'])
    .select('body');
  return rows.map(({ body }) => fromJsonText(stepView, body));
}

/** Null where the newest value is no finite number. */
export async function metricsOfRun(
  knex: Knex,
  run: string,
): Promise<Readonly<Record<string, number | null>>> {
  const rows = await rowsOf<{ name: string; value: number | null }>(
    knex,
    sql`SELECT n.name, m.value FROM runs AS r
      JOIN run_metrics AS m ON m.seq = r.seq
      JOIN field_names AS n ON n.id = m.name_id
      WHERE r.run = ${run} ORDER BY n.name`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

export async function paramsOfRun(
  knex: Knex,
  run: string,
): Promise<Readonly<Record<string, string | number>>> {
  const rows = await rowsOf<{
    name: string;
    number: number | null;
    text: string | null;
  }>(
    knex,
    sql`SELECT n.name, p.number, p.text FROM runs AS r
      JOIN run_params AS p ON p.seq = r.seq
      JOIN field_names AS n ON n.id = p.name_id
      WHERE r.run = ${run} ORDER BY n.name`,
  );
  return Object.fromEntries(
    rows.map(({ name, number, text }) => [name, number ?? text ?? '']),
  );
}

/** By name, in order of their training step. */
export async function pointsOfRun(
  knex: Knex,
  run: string,
): Promise<Readonly<Record<string, readonly MetricPoint[]>>> {
  const rows = await rowsOf<{
    name: string;
    step: WholeNumber;
    value: number;
  }>(
    knex,
    sql`SELECT n.name, p.step, p.value FROM runs AS r
      JOIN metric_points AS p ON p.seq = r.seq
      JOIN field_names AS n ON n.id = p.name_id
      WHERE r.run = ${run} ORDER BY p.name_id, p.step`,
  );
  const points = new Map<string, MetricPoint[]>();
  for (const { name, step, value } of rows) {
    const curve = points.get(name) ?? [];
    curve.push({ name, value, step: Number(step) });
    points.set(name, curve);
  }
  return Object.fromEntries(points);
}
