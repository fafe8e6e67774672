import { problemText, type Problem } from '../problems/problem';
import { readSpecification } from './readSpecification';
import type { Specification } from './specification';

/** A pipeline that has no problems, section by section; tests break a copy of it. */
export const FLIGHT_DELAY = {
  sources: `
  flights: {path: data/flights.parquet, key: [row]}
  airports: {path: data/airports.csv, key: [iata]}
`,
  tables: `
  departures:
    sql: {file: sql/departures.sql}
    key: [row]
    event_time: departed_at
    available_at: departed_at
  outcomes:
    sql: {file: sql/outcomes.sql}
    key: [row]
    event_time: landed_at
    available_at: known_at
`,
  features: `
  flights_v1:
    at_hand:
      kind: columns
      columns: {hour: int, distance: int}
    origin:
      kind: window
      from: outcomes
      on: {origin: origin}
      windows: [3h, 24h]
      compute: {flights: count, late_share: mean(late)}
    weather:
      kind: as_of
      from: outcomes
      on: [origin]
      columns: {wind: double}
      max_age: 6h
    streaks:
      kind: sql
      sql: SELECT 1
      columns: {late_in_a_row: int}
`,
  labels: `
  late_v1: {from: outcomes, on: [row], value: late}
`,
  dataset: `
  dataset_name: flights
  base_examples:
    source: departures
    date_range: {start: 2001-05-08, end: 2001-06-30}
  prediction_time: departed_at
  feature_set_version: flights_v1
  labels: [late_v1]
  split:
    type: temporal
    train_until: 2001-06-10
    validation_until: 2001-06-17
    test_until: 2001-06-30
`,
  checks: `
  - row_count(train) >= 500000
  - {check: null_rate(origin_late_share_3h) < 15%, severity: warning}
`,
  training: `
  model_name: flight_delay
  command: [python, train.py]
  hyperparameters: {num_trees: 200, learning_rate: 0.1}
  random_seed: 7
  runtime: {code: code, environment: {python: '3.11', requirements: requirements.lock}}
`,
  scoring: `
  command: [python, score.py]
`,
  evaluation: `
  metrics: [auc, brier, ece]
  primary: brier
  segments:
    origin_size: {rank_by: train_rows(origin), groups: {large: 30, small: rest}}
    time_of_day: {column: hour, buckets: [0, 12, 24]}
    state: {column: state}
`,
  calibration: `
  method: platt
`,
  gates: `
  - auc >= 0.74
  - segment(origin_size).auc >= 0.70
  - {gate: size, artifact_mb: 20}
`,
} as const;

export type FixtureSection = keyof typeof FLIGHT_DELAY;

export const SQL_FILES: readonly (readonly [string, string])[] = [
  ['sql/departures.sql', 'SELECT * FROM flights'],
  ['sql/outcomes.sql', 'SELECT * FROM flights'],
];

const HEAD = `spec_version: 1
pipeline: flight-delay
as_of: 2001-07-01
`;

/** The text of pipeline.yaml, with sections replaced, added or (undefined) left out. */
export function pipelineText(
  changes: Readonly<Record<string, string | undefined>> = {},
  head: string = HEAD,
): string {
  const sections: Record<string, string | undefined> = {
    ...FLIGHT_DELAY,
    ...changes,
  };
  return (
    head +
    Object.entries(sections)
      .flatMap(([name, text]) =>
        text === undefined ? [] : [`${name}:${text}`],
      )
      .join('')
  );
}

/** A section with one piece of its text replaced. */
export function changed(
  section: FixtureSection,
  from: string,
  to: string,
): Record<string, string> {
  const text = FLIGHT_DELAY[section];
  if (!text.includes(from)) throw new TypeError(`${section} has no "${from}"`);
  return { [section]: text.replace(from, to) };
}

/** Reads a pipeline.yaml beside the SQL files. */
export function read(
  text: string,
  files: readonly (readonly [string, string])[] = [],
) {
  return readSpecification(
    new Map([...SQL_FILES, ...files, ['pipeline.yaml', text]]),
    'pipeline.yaml',
  );
}

/** @throws TypeError where there are problems, which it tells */
export function specificationOf(
  text: string,
  files?: readonly (readonly [string, string])[],
): Specification {
  const { specification, problems } = read(text, files);
  if (!specification) throw new TypeError(problems.map(problemText).join('\n'));
  return specification;
}

/** `file:line path`, enough to see that a problem stands where it should. */
export function places(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ file, line, path }) => `${file}:${line} ${path.join('.')}`,
  );
}
