import {
  attemptView,
  runDetail,
  type AttemptView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { fromJsonText, momentOf, momentOrNull } from '../../database/columns';
import type { RunEntry } from '../runStore';
import type { AttemptRow, RunRow, SubmissionRow } from './rows';
import { runSummaries } from './runSummaries';
import { submissionBody } from './submissionBody';

const engineRef = z.strictObject({
  run: z.string(),
  attempt: z.int().positive(),
  namespace: z.string(),
  id: z.string(),
});

/** Runs with all that the service works with, in the order of their rows. */
export async function runEntries(
  knex: Knex,
  rows: readonly RunRow[],
): Promise<readonly RunEntry[]> {
  const entries: RunEntry[] = [];
  for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
    entries.push(
      ...(await someEntries(knex, rows.slice(at, at + MOST_AT_ONCE))),
    );
  }
  return entries;
}

const MOST_AT_ONCE = 500;

async function someEntries(
  knex: Knex,
  rows: readonly RunRow[],
): Promise<readonly RunEntry[]> {
  const summaries = await runSummaries(knex, rows);
  const submissions = await knex<SubmissionRow>('run_submissions')
    .whereIn(
      'run',
      rows.map(({ run }) => run),
    )
    .select('run', 'body');
  const attempts = await knex<AttemptRow>('run_attempts')
    .whereIn(
      'seq',
      rows.map(({ seq }) => seq),
    )
    .orderBy('attempt')
    .select();
  const bodies = new Map(submissions.map(({ run, body }) => [run, body]));
  return rows.map((row, i) => {
    const own = attempts.filter(({ seq }) => seq === row.seq);
    const newest = own.at(-1);
    const body = fromJsonText(submissionBody, bodies.get(row.run) ?? '');
    return {
      summary: summaries[i],
      plan: body.plan,
      bundle: body.bundle,
      specification: body.specification,
      source: body.source,
      sourceFolder: body.sourceFolder,
      warnings: body.warnings,
      attempts: own.map(attemptFromRow),
      ref: newest?.ref ? fromJsonText(engineRef, newest.ref) : null,
      stopAsked:
        newest && newest.stop_by !== null && newest.stop_at !== null
          ? { by: newest.stop_by, at: momentOf(newest.stop_at) }
          : null,
      reproduction:
        row.reproduction === null
          ? null
          : fromJsonText(runDetail.shape.reproduction, row.reproduction),
      revision: row.revision,
    };
  });
}

function attemptFromRow(row: AttemptRow): AttemptView {
  return attemptView.parse({
    attempt: row.attempt,
    engine: row.engine,
    state: row.state,
    because: row.because,
    pending: row.pending,
    submittedAt: momentOf(row.submitted_at),
    startedAt: momentOrNull(row.started_at),
    endedAt: momentOrNull(row.ended_at),
  });
}
