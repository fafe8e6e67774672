import type { Knex } from 'knex';
import { jsonText, storable } from '../../database/columns';
import { dialectOf, NOW } from '../../database/dialect';
import { insertRows } from '../../database/insertRows';
import { rowsOf, sql, words } from '../../database/sql';
import type { CreateOutcome, NewRun } from '../runStore';
import { addFacets, type Facets } from './facetsOfRun';
import type { FieldNames } from './fieldNames';
import type { SubmissionRow } from './rows';
import type { SubmissionBody } from './submissionBody';

export interface CreatePorts {
  readonly knex: Knex;
  readonly names: FieldNames;
  readonly facets: Facets;
}

/**
 * The principal's token decides: whoever inserts it first creates the run, and all
 * others learn which run it was.
 */
export async function createRun(
  { knex, names, facets }: CreatePorts,
  run: NewRun,
): Promise<CreateOutcome> {
  const paramIds = await names.number(Object.keys(run.params));
  const news = facets.newOf(run.pipeline.namespace, run.owner, [
    ['pipeline', run.pipeline.entity, run.pipeline.name],
    ['owner', run.owner],
    ['engine', run.engine],
    ...(run.model === null ? [] : [['model', run.model] as const]),
    ...(run.dataset === null ? [] : [['dataset', run.dataset.name] as const]),
    ...Object.keys(run.params).map(name => ['param', name] as const),
  ]);
  const outcome = await knex.transaction(
    async (trx): Promise<CreateOutcome> => {
      const first = await trx<SubmissionRow>('run_submissions')
        .insert(submissionRow(run))
        .onConflict(['principal', 'token'])
        .ignore()
        .returning('run');
      if (first.length === 0) return tokenWasUsed(trx, run);

      const seq = await insertRun(trx, run);
      await insertRows(trx, {
        into: 'run_params',
        columns: ['name_id', 'seq', 'number', 'text'],
        rows: Object.entries(run.params).flatMap(([name, value]) => {
          const id = paramIds.get(name);
          if (id === undefined) return [];
          return typeof value === 'number' && Number.isFinite(value)
            ? [[id, seq, value, null]]
            : [[id, seq, null, storable(String(value))]];
        }),
        onConflict: { key: ['name_id', 'seq'], update: [] },
      });
      await addFacets(trx, news);
      return { outcome: 'created', run: run.run };
    },
  );
  facets.remember(news);
  return outcome;
}

function submissionRow(run: NewRun): SubmissionRow {
  const body: SubmissionBody = {
    plan: run.plan,
    bundle: run.bundle,
    specification: run.specification,
    source: run.source,
    sourceFolder: run.sourceFolder,
    steps: [...run.steps],
    warnings: run.warnings.map(({ path, ...rest }) => ({
      ...rest,
      path: [...path],
    })),
  };
  return {
    run: run.run,
    principal: run.principal,
    token: run.token,
    request_digest: run.requestDigest,
    body: jsonText(body),
  };
}

async function tokenWasUsed(
  trx: Knex.Transaction,
  { principal, token, requestDigest }: NewRun,
): Promise<CreateOutcome> {
  const before = await trx<SubmissionRow>('run_submissions')
    .where({ principal, token })
    .first('run', 'request_digest');
  if (!before) throw new Error('A token was used and is not there any more');
  return {
    outcome:
      before.request_digest === requestDigest
        ? 'already created'
        : 'token used for another request',
    run: before.run,
  };
}

/** @returns its seq */
async function insertRun(trx: Knex.Transaction, run: NewRun): Promise<number> {
  const now = words(NOW[dialectOf(trx)]);
  const [{ seq, submitted_at: submittedAt }] = await rowsOf<{
    seq: number;
    submitted_at: number | string;
  }>(
    trx,
    sql`INSERT INTO runs (run, namespace, pipeline, pipeline_name, owner, engine,
        purpose, set_off_by, principal, parent, model, dataset, dataset_version,
        state, ended, attempt, submitted_at, steps_done, steps_total, revision)
      VALUES (${run.run}, ${run.pipeline.namespace}, ${run.pipeline.entity},
        ${run.pipeline.name}, ${run.owner}, ${run.engine}, ${run.purpose},
        ${run.trigger}, ${run.principal}, ${run.parent}, ${run.model},
        ${run.dataset?.name ?? null}, ${run.dataset?.version ?? null},
        'queued', 0, 1, ${now}, 0, ${run.steps.length}, 1)
      RETURNING seq, submitted_at`,
  );
  await trx('run_attempts').insert({
    seq,
    attempt: 1,
    engine: run.engine,
    state: 'queued',
    submitted_at: submittedAt,
  });
  return seq;
}
