// A database of the service with many runs, each with metrics and parameters: the same at every time.

/** Metrics that a run has, and parameters. */
export const FIELDS = 10;

/** Numbers from 1 to a last one, without randomness: every run of this makes the same database. */
const numbers = last => `WITH RECURSIVE numbers (n) AS (
  SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < ${last})`;
/** Spreads numbers evenly over a range, differently for each salt. */
const spread = (range, salt) =>
  `((n * ${7919 + 2 * salt} + (n * n % 10007) * ${101 + salt} + ${salt * 31}) % 100003 * ${range} / 100003)`;
const oneOf = (texts, salt) =>
  `CASE ${spread(texts.length, salt)} ${texts.map((text, i) => `WHEN ${i} THEN '${text}'`).join(' ')} END`;

const STATES = [
  ...Array(14).fill('succeeded'),
  ...['failed', 'failed', 'blocked', 'blocked', 'stopped', 'lost'],
];

/** Fills an empty database of the service, in a second or two for 10,000 runs. */
export async function fillRuns(knex, runs) {
  const pipeline = spread(50, 1);
  const name = `'pipeline-' || CAST(${pipeline} AS text)`;
  const submitted = `1750000000000 + n * 60000`;
  const duration = `(60000 + ${spread(600_000, 2)})`;
  await knex.transaction(async trx => {
    await trx.raw(`INSERT INTO run_submissions (run, principal, token, request_digest, body)
      ${numbers(runs)} SELECT 'old-run-' || CAST(n AS text), 'user:default/ada', 'token ' || CAST(n AS text), '${'0'.repeat(64)}',
        '{"bundle":"${'b'.repeat(64)}","plan":"${'a'.repeat(64)}","source":{"commit":null,"dirty":false,"kind":"file","target":"/x"},"sourceFolder":null,"specification":"pipeline.yaml","steps":["train"],"warnings":[]}'
      FROM numbers`);
    await trx.raw(`INSERT INTO runs (run, namespace, pipeline, pipeline_name, owner, engine, purpose, set_off_by,
        principal, model, dataset, dataset_version, state, ended, because, attempt, submitted_at, started_at, ended_at,
        duration_ms, headline_metric, headline_value, headline_better, gates_passed, gates_blocked, gates_total,
        steps_done, steps_total, revision)
      ${numbers(runs)} SELECT 'old-run-' || CAST(n AS text), 'namespace-' || CAST(${pipeline} % 5 AS text),
        'component:default/' || ${name}, ${name}, 'group:default/team-' || CAST(${pipeline} % 20 AS text),
        ${oneOf(['local', 'argo'], 3)}, ${oneOf(['train', 'trial', 'backfill', 'schedule'], 4)},
        ${oneOf(['person', 'schedule', 'drift'], 5)}, 'user:default/ada', 'model-' || CAST(${pipeline} AS text),
        'dataset-' || CAST(${pipeline} AS text), '20260702_001', ${oneOf(STATES, 6)}, 1,
        CASE WHEN ${spread(5, 7)} = 0 THEN 'The gate auc_minimum blocked: measured 0.71, expected at least 0.74.' END,
        1, ${submitted}, ${submitted} + 5000, ${submitted} + 5000 + ${duration}, ${duration},
        CASE WHEN ${spread(10, 8)} > 0 THEN 'auc' END, CASE WHEN ${spread(10, 8)} > 0 THEN ${spread(1_000_000, 9)} / 1000000.0 END,
        CASE WHEN ${spread(10, 8)} > 0 THEN 'higher' END, 7 - ${spread(4, 10)}, ${spread(4, 10)}, 7, 1, 1, 3
      FROM numbers`);
    await trx.raw(
      `INSERT INTO run_attempts (seq, attempt, engine, state, submitted_at) SELECT seq, 1, engine, state, submitted_at FROM runs`,
    );
    for (let i = 0; i < FIELDS; i++) {
      const has = salt => `FROM numbers WHERE ${spread(20, salt + i)} > 0`;
      await trx('field_names').insert([{ name: `m${i}` }, { name: `p${i}` }]);
      const idOf = async field =>
        (await trx('field_names').where({ name: field }).first()).id;
      await trx.raw(`INSERT INTO run_metrics (name_id, seq, value)
        ${numbers(runs)} SELECT ${await idOf(`m${i}`)}, n, ${spread(1_000_000, 40 + i)} / 1000000.0 ${has(60)}`);
      // Every third parameter is a text.
      const value =
        i % 3 === 2
          ? `NULL, 'value-' || CAST(${spread(20, 80 + i)} AS text)`
          : `${spread(1000, 80 + i)}, NULL`;
      await trx.raw(`INSERT INTO run_params (name_id, seq, number, text)
        ${numbers(runs)} SELECT ${await idOf(`p${i}`)}, n, ${value} ${has(100)}`);
    }
  });
}
