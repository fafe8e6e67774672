// @ts-check

/**
 * Tables of runs, datasets and models, and the reconciler's lease.
 *
 * Written as SQL, since one text serves both databases but for a few words:
 * - text sorts by bytes on both, so that pages begin where the last one ended;
 * - moments are whole milliseconds since 1970, by the database's clock;
 * - runs are counted by `seq`, which never leaves the service: it is what the large
 *   tables below them are keyed by, and their keys lie in the order of their rows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const onPostgres = knex.client.config.client === 'pg';
  const text = onPostgres ? 'text COLLATE "C"' : 'text';
  const counted = onPostgres
    ? 'integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY'
    : 'integer PRIMARY KEY AUTOINCREMENT';
  // Rows of these lie in their primary key; Postgres has no such tables.
  const inItsKey = onPostgres ? '' : 'WITHOUT ROWID';

  const statements = [
    // What was asked for, and never changes; `body` is canonical JSON.
    `CREATE TABLE run_submissions (
      run ${text} PRIMARY KEY,
      principal ${text} NOT NULL,
      token ${text} NOT NULL,
      request_digest ${text} NOT NULL,
      body ${text} NOT NULL,
      UNIQUE (principal, token)
    )`,

    // What lists show, filter and sort by: the newest attempt's.
    `CREATE TABLE runs (
      seq ${counted},
      run ${text} NOT NULL UNIQUE REFERENCES run_submissions (run),
      namespace ${text} NOT NULL,
      pipeline ${text} NOT NULL,
      pipeline_name ${text} NOT NULL,
      owner ${text} NOT NULL,
      engine ${text} NOT NULL,
      purpose ${text} NOT NULL,
      set_off_by ${text} NOT NULL,
      principal ${text} NOT NULL,
      parent ${text},
      model ${text},
      model_version integer,
      dataset ${text},
      dataset_version ${text},
      state ${text} NOT NULL,
      ended integer NOT NULL,
      because ${text},
      attempt integer NOT NULL,
      submitted_at bigint NOT NULL,
      started_at bigint,
      ended_at bigint,
      duration_ms bigint,
      headline_metric ${text},
      headline_value double precision,
      headline_better ${text},
      headline_change double precision,
      gates_passed integer,
      gates_blocked integer,
      gates_total integer,
      steps_done integer NOT NULL,
      steps_total integer NOT NULL,
      reproduction ${text},
      revision integer NOT NULL
    )`,
    `CREATE INDEX runs_by_submission ON runs (submitted_at, seq)`,
    `CREATE INDEX runs_by_pipeline ON runs (pipeline, submitted_at, seq)`,
    `CREATE INDEX runs_by_dataset ON runs (dataset, submitted_at, seq)`,
    // The longest first, and those without a duration last: so are they listed.
    `CREATE INDEX runs_by_duration ON runs
      (duration_ms DESC${onPostgres ? ' NULLS LAST' : ''}, seq DESC)`,
    `CREATE INDEX runs_that_go_on ON runs (seq) WHERE ended = 0`,
    `CREATE INDEX runs_that_succeeded ON runs (pipeline, ended_at, duration_ms)
      WHERE state = 'succeeded'`,

    `CREATE TABLE run_attempts (
      seq integer NOT NULL REFERENCES runs (seq),
      attempt integer NOT NULL,
      engine ${text} NOT NULL,
      state ${text} NOT NULL,
      because ${text},
      pending ${text},
      submitted_at bigint NOT NULL,
      started_at bigint,
      ended_at bigint,
      ref ${text},
      stop_by ${text},
      stop_at bigint,
      PRIMARY KEY (seq, attempt)
    ) ${inItsKey}`,

    `CREATE TABLE run_steps (
      seq integer NOT NULL REFERENCES runs (seq),
      attempt integer NOT NULL,
      name ${text} NOT NULL,
      position integer NOT NULL,
      done integer NOT NULL,
      body ${text} NOT NULL,
      PRIMARY KEY (seq, attempt, name)
    ) ${inItsKey}`,

    // Of metrics and parameters; their rows carry the number of the name. Those tables
    // refer to others without saying so: a check a row would cost as much as the row.
    `CREATE TABLE field_names (
      id ${counted},
      name ${text} NOT NULL UNIQUE
    )`,

    // The newest value by name. One that is no finite number has no value and says what it is.
    `CREATE TABLE run_metrics (
      name_id integer NOT NULL,
      seq integer NOT NULL,
      value double precision,
      not_finite ${text},
      PRIMARY KEY (name_id, seq)
    ) ${inItsKey}`,
    `CREATE INDEX run_metrics_by_value ON run_metrics (name_id, value, seq)`,
    `CREATE INDEX run_metrics_of_run ON run_metrics (seq, name_id)`,

    // A number or a text, never both.
    `CREATE TABLE run_params (
      name_id integer NOT NULL,
      seq integer NOT NULL,
      number double precision,
      text ${text},
      PRIMARY KEY (name_id, seq)
    ) ${inItsKey}`,
    // In the order of a list that is sorted by them: numbers, then texts as far as they count.
    `CREATE INDEX run_params_by_value ON run_params
      (name_id, number, substr(text, 1, 200), seq)`,
    `CREATE INDEX run_params_by_text ON run_params (name_id, text, seq)`,
    `CREATE INDEX run_params_of_run ON run_params (seq, name_id)`,

    `CREATE TABLE metric_points (
      seq integer NOT NULL,
      name_id integer NOT NULL,
      step bigint NOT NULL,
      value double precision NOT NULL,
      PRIMARY KEY (seq, name_id, step)
    ) ${inItsKey}`,

    // What there is to filter by, for each owner and namespace: never counted from the runs.
    `CREATE TABLE run_facets (
      namespace ${text} NOT NULL,
      owner ${text} NOT NULL,
      kind ${text} NOT NULL,
      value ${text} NOT NULL,
      label ${text} NOT NULL,
      PRIMARY KEY (namespace, owner, kind, value)
    ) ${inItsKey}`,

    // A name belongs to the pipeline that published it first.
    `CREATE TABLE datasets (
      namespace ${text} NOT NULL,
      name ${text} NOT NULL,
      pipeline ${text} NOT NULL,
      owner ${text} NOT NULL,
      versions integer NOT NULL,
      PRIMARY KEY (namespace, name)
    )`,
    `CREATE TABLE dataset_versions (
      namespace ${text} NOT NULL,
      name ${text} NOT NULL,
      position integer NOT NULL,
      version ${text} NOT NULL,
      tree ${text} NOT NULL,
      row_count bigint,
      body ${text} NOT NULL,
      PRIMARY KEY (namespace, name, position),
      UNIQUE (namespace, name, version),
      FOREIGN KEY (namespace, name) REFERENCES datasets (namespace, name)
    )`,

    `CREATE TABLE models (
      namespace ${text} NOT NULL,
      name ${text} NOT NULL,
      pipeline ${text} NOT NULL,
      owner ${text} NOT NULL,
      versions integer NOT NULL,
      PRIMARY KEY (namespace, name)
    )`,
    `CREATE TABLE model_versions (
      namespace ${text} NOT NULL,
      name ${text} NOT NULL,
      version integer NOT NULL,
      evidence_digest ${text} NOT NULL,
      registered_at bigint NOT NULL,
      headline ${text},
      body ${text} NOT NULL,
      PRIMARY KEY (namespace, name, version),
      UNIQUE (namespace, name, evidence_digest),
      FOREIGN KEY (namespace, name) REFERENCES models (namespace, name)
    )`,

    // One row. The epoch grows whenever another may have begun to reconcile.
    `CREATE TABLE reconciler_lease (
      id integer PRIMARY KEY,
      epoch bigint NOT NULL,
      holder ${text} NOT NULL,
      expires_at bigint NOT NULL
    )`,
    `INSERT INTO reconciler_lease (id, epoch, holder, expires_at) VALUES (1, 0, '', 0)`,
  ];
  for (const statement of statements) await knex.raw(statement);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const tables = [
    ...['reconciler_lease', 'model_versions', 'models'],
    ...['dataset_versions', 'datasets', 'run_facets', 'metric_points'],
    ...['run_params', 'run_metrics', 'field_names', 'run_steps'],
    ...['run_attempts', 'runs', 'run_submissions'],
  ];
  for (const table of tables) await knex.schema.dropTable(table);
};
