import {
  hasEnded,
  type StepState,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import {
  fromJsonText,
  jsonText,
  jsonTextOrNull,
  millisecondsOf,
  storableOrNull,
} from '../../database/columns';
import { insertRows } from '../../database/insertRows';
import type { SqlValue } from '../../database/sql';
import { holdsLease } from '../../reconciler/holdsLease';
import type { Fence } from '../../reconciler/lease';
import type { FencedOutcome, RunObservation } from '../runStore';
import { addFacets, type Facets } from './facetsOfRun';
import type { FieldNames } from './fieldNames';
import type { AttemptRow, RunRow, StepRow, SubmissionRow } from './rows';
import { submissionBody } from './submissionBody';
import { writePoints } from './writePoints';

export interface RecordPorts {
  readonly knex: Knex;
  readonly names: FieldNames;
  readonly facets: Facets;
}

/**
 * Writes what was learned of a run's newest attempt, as one or not at all.
 *
 * A run that has ended stays as it ended: its state, reason, times and engine are
 * never written again. What is found out about that end may still be added: steps,
 * metrics, points, headline, gates, the model's version and the verdict of a
 * reproduction, by observations of the same state. Another state is refused. A lost
 * run has not ended; it can be found again.
 *
 * @throws where there is no such run
 */
export async function recordObservation(
  { knex, names, facets }: RecordPorts,
  observation: RunObservation,
  fence: Fence,
): Promise<FencedOutcome> {
  const { metrics = {}, points = [] } = observation;
  const ids = await names.number([
    ...Object.keys(metrics),
    ...points.map(({ name }) => name),
  ]);
  let news: ReturnType<Facets['newOf']> = [];
  const outcome = await knex.transaction(
    async (trx): Promise<FencedOutcome> => {
      if (!(await holdsLease(trx, fence))) return 'fenced';
      const row = await trx<RunRow>('runs')
        .where({ run: observation.run })
        .forUpdate()
        .first();
      if (!row) throw new Error(`There is no run ${observation.run} to record`);
      if (
        row.attempt !== observation.attempt ||
        (row.ended === 1 && row.state !== observation.state)
      ) {
        return 'attempt is over';
      }

      const added =
        (await writeSteps(trx, row, observation.steps)) +
        (await writeMetrics(trx, row.seq, metrics, ids)) +
        (await writePoints(trx, row.seq, points, ids));
      news = facets.newOf(
        row.namespace,
        row.owner,
        Object.keys(metrics).map(name => ['metric', name] as const),
      );
      await addFacets(trx, news);
      const moved =
        row.ended === 0 && (await writeAttempt(trx, row, observation));
      const values = {
        ...(row.ended === 0 && endOf(observation)),
        ...findingsOf(observation),
      };
      const changed = added > 0 || moved || differs(row, values);
      if (changed) {
        await trx('runs')
          .where({ seq: row.seq })
          .update({
            ...values,
            steps_done: await countDone(trx, row),
            revision: row.revision + 1,
          });
      }
      return 'recorded';
    },
  );
  if (outcome === 'recorded') facets.remember(news);
  return outcome;
}

type Values = { readonly [Column in keyof RunRow]?: SqlValue };

function endOf(observation: RunObservation): Values {
  const { state, because, startedAt, endedAt } = observation;
  const [started, ended] = [startedAt, endedAt].map(millisecondsOf);
  return {
    state,
    ended: hasEnded(state) ? 1 : 0,
    because: storableOrNull(because),
    started_at: started,
    ended_at: ended,
    duration_ms:
      started === null || ended === null ? null : Math.max(0, ended - started),
  };
}

/** What may come after the end. */
function findingsOf({
  headline,
  gates,
  modelVersion,
  reproduction,
}: RunObservation): Values {
  return {
    ...(headline !== undefined && {
      headline_metric: headline?.metric ?? null,
      headline_value: headline?.value ?? null,
      headline_better: headline?.better ?? null,
      headline_change: headline?.change ?? null,
    }),
    ...(gates !== undefined && {
      gates_passed: gates?.passed ?? null,
      gates_blocked: gates?.blocked ?? null,
      gates_total: gates?.total ?? null,
    }),
    ...(modelVersion !== undefined && { model_version: modelVersion }),
    ...(reproduction !== undefined && {
      reproduction: jsonTextOrNull(reproduction),
    }),
  };
}

/** Postgres answers moments as texts; what is compared are values. */
function differs(row: object, values: Readonly<Record<string, SqlValue>>) {
  const before: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(values).some(([column, value]) => {
    const was = before[column];
    return typeof value === 'number' && was !== null
      ? Number(was) !== value
      : was !== value;
  });
}

async function writeAttempt(
  trx: Knex.Transaction,
  { seq, attempt }: RunRow,
  observation: RunObservation,
): Promise<boolean> {
  const { state, because, pending, ref, startedAt, endedAt } = observation;
  const values = {
    state,
    because: storableOrNull(because),
    pending: storableOrNull(pending),
    ref: jsonTextOrNull(ref),
    started_at: millisecondsOf(startedAt),
    ended_at: millisecondsOf(endedAt),
  };
  const before = await trx<AttemptRow>('run_attempts')
    .where({ seq, attempt })
    .first();
  if (before && !differs(before, values)) return false;
  await trx('run_attempts').where({ seq, attempt }).update(values);
  return true;
}

const NOT_DONE: readonly StepState[] = ['waiting', 'running'];

async function writeSteps(
  trx: Knex.Transaction,
  { seq, run, attempt }: RunRow,
  steps: readonly StepView[],
): Promise<number> {
  if (steps.length === 0) return 0;
  const submission = await trx<SubmissionRow>('run_submissions')
    .where({ run })
    .first('body');
  const order = fromJsonText(submissionBody, submission?.body ?? '').steps;
  return insertRows(trx, {
    into: 'run_steps',
    columns: ['seq', 'attempt', 'name', 'position', 'done', 'body'],
    rows: steps.map(step => {
      const place = order.indexOf(step.name);
      return [
        seq,
        attempt,
        step.name,
        place < 0 ? order.length : place,
        NOT_DONE.includes(step.state) ? 0 : 1,
        jsonText(step),
      ];
    }),
    onConflict: { key: ['seq', 'attempt', 'name'], update: ['done', 'body'] },
  });
}

async function countDone(
  trx: Knex.Transaction,
  { seq, attempt }: RunRow,
): Promise<number> {
  const rows = await trx<StepRow>('run_steps')
    .where({ seq, attempt, done: 1 })
    .select('name');
  return rows.length;
}

async function writeMetrics(
  trx: Knex.Transaction,
  seq: number,
  metrics: Readonly<Record<string, number>>,
  ids: ReadonlyMap<string, number>,
): Promise<number> {
  return insertRows(trx, {
    into: 'run_metrics',
    columns: ['name_id', 'seq', 'value', 'not_finite'],
    rows: Object.entries(metrics).flatMap(([name, value]) => {
      const id = ids.get(name);
      if (id === undefined) return [];
      return Number.isFinite(value)
        ? [[id, seq, value, null]]
        : [[id, seq, null, String(value)]];
    }),
    onConflict: { key: ['name_id', 'seq'], update: ['value', 'not_finite'] },
  });
}
