/**
 * A small pipeline of the default graph: will a parcel be late? Its data comes
 * from a fixed sequence, and its commands need nothing but Node and DuckDB.
 */
const DAY = 86_400_000;
const MINUTE = 60_000;
const FIRST = Date.UTC(2026, 3, 1);
const DEPOTS = ['ams', 'bru', 'cdg', 'fra'];

/** The minimal standard generator of Park and Miller, so that rows are the same everywhere. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const instant = (ms: number) =>
  new Date(Math.round(ms / MINUTE) * MINUTE).toISOString().slice(0, 19);

function parcelsCsv(rows: number): string {
  const next = sequence(7);
  const lines = Array.from({ length: rows }, (_, id) => {
    const depot = DEPOTS[Math.floor(next() * DEPOTS.length)];
    const kg = (next() * 20).toFixed(2);
    const sent = FIRST + next() * 60 * DAY;
    // Heavy ones and those of one depot are late more often: there is something to learn.
    const late = next() < 0.1 + Number(kg) / 50 + (depot === 'cdg' ? 0.2 : 0);
    const promised = sent + DAY;
    const delivered = promised + (late ? 1 : -1) * (60 + next() * 600) * MINUTE;
    const reported = delivered + (30 + next() * 240) * MINUTE;
    return [
      id,
      depot,
      kg,
      ...[sent, promised, delivered, reported].map(instant),
    ].join(',');
  });
  return `${['parcel_id,depot,kg,sent_at,promised_at,delivered_at,reported_at', ...lines].join('\n')}\n`;
}

/** Prices change every few days, and are known a day later. */
function tariffsCsv(): string {
  const next = sequence(11);
  const lines = DEPOTS.flatMap(depot =>
    Array.from({ length: 20 }, (_, i) => {
      const changed = FIRST - 10 * DAY + i * 4 * DAY;
      const price = 5 + Math.floor(next() * 5);
      return [depot, price, instant(changed), instant(changed + DAY)].join(',');
    }),
  );
  return `${['depot,price,changed_at,known_at', ...lines].join('\n')}\n`;
}

const PIPELINE = `spec_version: 1
pipeline: parcel-delay
owner: group:default/logistics
as_of: 2026-06-01
sources:
  parcels: {path: data/parcels.csv, key: [parcel_id]}
  tariffs: {path: data/tariffs.csv, key: [depot, changed_at]}
tables:
  sent:
    sql: SELECT parcel_id, depot, kg, sent_at FROM parcels
    key: [parcel_id]
    event_time: sent_at
    available_at: sent_at
  delivered:
    sql: |
      SELECT parcel_id, depot, delivered_at, reported_at,
             CAST(delivered_at > promised_at AS INTEGER) AS late
      FROM parcels
    key: [parcel_id]
    event_time: delivered_at
    available_at: reported_at
  prices:
    sql: SELECT depot, price, changed_at, known_at FROM tariffs
    key: [depot, changed_at]
    event_time: changed_at
    available_at: known_at
features:
  parcel_v1:
    parcel: {kind: columns, columns: {kg: double}}
    depot:
      kind: window
      from: delivered
      on: [depot]
      windows: [24h, 7d]
      compute: {parcels: count, late_share: mean(late)}
    tariff: {kind: as_of, from: prices, on: [depot], columns: {price: int}}
labels:
  late_v1: {from: delivered, on: [parcel_id], value: late}
dataset:
  dataset_name: parcel_delay
  base_examples:
    source: sent
    date_range: {start: 2026-04-08, end: 2026-05-28}
  prediction_time: sent_at
  feature_set_version: parcel_v1
  labels: [late_v1]
  split:
    type: temporal
    train_until: 2026-05-10
    validation_until: 2026-05-18
    test_until: 2026-05-28
checks:
  - row_count(train) >= 500
training:
  model_name: parcel_delay
  command: [node, train.cjs]
  hyperparameters: {bins: 10}
  runtime: {code: code/}
scoring: {command: [node, score.cjs]}
evaluation:
  metrics: [auc, logloss, brier, ece]
  primary: brier
  segments:
    depot: {column: depot}
    kg: {column: kg, buckets: [0, 10, inf]}
calibration: {method: platt}
gates:
  - auc >= 0.6
  - {gate: size, artifact_mb: 1}
`;

const DUCKDB = JSON.stringify(require.resolve('@duckdb/node-api'));

/** Late shares by bins of kg and by depot's recent share: a model of a few numbers. */
const TRAIN = `const { DuckDBInstance } = require(${DUCKDB});
const { writeFileSync, appendFileSync, readFileSync } = require('node:fs');
const { TRAINYARD_IN, TRAINYARD_OUT, TRAINYARD_PARAMS, TRAINYARD_METRICS } = process.env;
const { hyperparameters } = JSON.parse(readFileSync(TRAINYARD_PARAMS, 'utf8'));
(async () => {
  const db = await (await DuckDBInstance.create()).connect();
  const reader = await db.runAndReadAll(
    "SELECT CAST(floor(kg / 20 * " + hyperparameters.bins + ") AS INTEGER) AS bin, " +
    "(sum(late_v1) + 1) / (count(*) + 4) AS share FROM '" + TRAINYARD_IN + "/train/*.parquet' GROUP BY 1 ORDER BY 1");
  const shares = Object.fromEntries(reader.getRowObjectsJson().map(r => [r.bin, Number(r.share)]));
  writeFileSync(TRAINYARD_OUT + '/model/model.json', JSON.stringify({ bins: hyperparameters.bins, shares }));
  appendFileSync(TRAINYARD_METRICS, JSON.stringify({ name: 'bins', value: Object.keys(shares).length }) + '\\n');
})();
`;

const SCORE = `const { DuckDBInstance } = require(${DUCKDB});
const { readFileSync } = require('node:fs');
const { TRAINYARD_IN, TRAINYARD_OUT } = process.env;
const { bins, shares } = JSON.parse(readFileSync(TRAINYARD_IN + '/model/model.json', 'utf8'));
const cases = Object.entries(shares).map(([bin, share]) => 'WHEN ' + bin + ' THEN ' + share).join(' ');
(async () => {
  const db = await (await DuckDBInstance.create()).connect();
  await db.run("COPY (SELECT example_id, CAST(CASE CAST(floor(kg / 20 * " + bins + ") AS INTEGER) " + cases +
    " ELSE 0.3 END AS DOUBLE) AS late_v1 FROM '" + TRAINYARD_IN + "/examples/*.parquet') TO '" +
    TRAINYARD_OUT + "/predictions/predictions.parquet' (FORMAT parquet)");
})();
`;

/** The files of the pipeline; those given replace or join them. */
export function parcels(
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    'pipeline.yaml': PIPELINE,
    'data/parcels.csv': parcelsCsv(2000),
    'data/tariffs.csv': tariffsCsv(),
    'code/train.cjs': TRAIN,
    'code/score.cjs': SCORE,
    ...more,
  };
}
