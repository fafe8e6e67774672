import {
  changed,
  pipelineText,
  places,
  read,
  specificationOf,
} from './flightDelay.fixture';
import { readSpecification } from './readSpecification';

describe('readSpecification', () => {
  it('reads a pipeline with its SQL files in place', () => {
    const { specification, problems, included } = read(pipelineText());
    expect(problems).toEqual([]);
    expect(included).toEqual(['sql/departures.sql', 'sql/outcomes.sql']);
    expect(specification?.tables.outcomes.sql).toBe('SELECT * FROM flights');
    expect(specification?.sources.flights.format).toBe('parquet');
    expect(specification?.dataset?.dataset_version).toBe('auto');
  });

  it('tells five mistakes as five problems, each at its place', () => {
    const { specification, problems } = read(
      pipelineText({
        ...changed('labels', 'value: late', 'valeu: late'),
        ...changed(
          'dataset',
          'validation_until: 2001-06-17',
          'validation_until: 2001-06-01',
        ),
        ...changed('evaluation', 'primary: brier', 'primary: brior'),
        ...changed('training', "python: '3.11'", 'python: 3.10'),
        ...changed('gates', 'auc >= 0.74', 'acu >= 0.74'),
      }),
    );
    expect(specification).toBeUndefined();
    expect(places(problems)).toEqual([
      'pipeline.yaml:40 labels.late_v1.valeu',
      'pipeline.yaml:52 dataset.split.validation_until',
      'pipeline.yaml:62 training.runtime.environment.python',
      'pipeline.yaml:67 evaluation.primary',
      'pipeline.yaml:75 gates.0',
    ]);
    expect(problems.map(({ column }) => column)).toEqual([40, 23, 47, 12, 5]);
    expect(problems.map(({ advice }) => advice)).toEqual([
      'Did you mean `value`?',
      'Let train_until, validation_until and test_until follow each other in time.',
      'Put it in quotes.',
      'Did you mean `brier`?',
      expect.stringContaining('Did you mean auc?'),
    ]);
    expect(problems[2].found).toBe('3.10');
  });

  it('looks below a misspelt key as if it were spelt right', () => {
    const { problems } = read(
      pipelineText({
        ...changed(
          'dataset',
          'split:\n    type: temporal',
          'splt:\n    type: random',
        ),
      }),
    );
    expect(places(problems)).toEqual([
      'pipeline.yaml:49 dataset.splt',
      'pipeline.yaml:50 dataset.splt.type',
    ]);
  });

  it('still compares sections of which one has a fault elsewhere', () => {
    const { problems } = read(
      pipelineText({
        ...changed('labels', 'from: outcomes', 'from: outcome'),
        labels: undefined,
        dataset: `
  dataset_name: 7
  base_examples: {source: departure, date_range: {start: 2001-05-08, end: 2001-06-30}}
  prediction_time: departed_at
  feature_set_version: flights_v2
  labels: [late_v1]
  split: {type: temporal, train_until: 2001-06-10, validation_until: 2001-06-17, test_until: 2001-06-30}
`,
      }),
    );
    expect(places(problems)).toEqual([
      'pipeline.yaml:40 dataset.dataset_name',
      'pipeline.yaml:41 dataset.base_examples.source',
      'pipeline.yaml:43 dataset.feature_set_version',
      'pipeline.yaml:44 dataset.labels.0',
    ]);
  });

  it('does not call a name unknown because what it names has a fault', () => {
    const { problems } = read(
      pipelineText(changed('tables', 'event_time: landed_at', 'event_time: 3')),
    );
    expect(places(problems)).toEqual([
      'pipeline.yaml:16 tables.outcomes.event_time',
    ]);
  });

  it('tells a name that is no name once, and follows references to it', () => {
    const { problems } = read(
      pipelineText(changed('labels', 'late_v1: {', 'late-v1: {')),
    );
    expect(problems).toMatchObject([
      {
        path: ['labels', 'late-v1'],
        advice: 'Write `late_v1`.',
        line: 40,
        column: 3,
      },
    ]);
  });

  it('names the included file and its lines', () => {
    const { problems, included } = read(
      pipelineText({ dataset: ' {file: parts/dataset.yaml}\n' }),
      [
        [
          'parts/dataset.yaml',
          `dataset_name: flights
base_exmples:
  source: departures
  date_range: {start: 2001-05-08, end: 2001-06-30}
prediction_time: departed_at
feature_set_version: flights_v2
labels: [late_v1]
split: {type: temporal, train_until: 2001-06-10, validation_until: 2001-06-17, test_until: 2001-07-30}
`,
        ],
      ],
    );
    expect(included).toContain('parts/dataset.yaml');
    expect(places(problems)).toEqual([
      'parts/dataset.yaml:2 dataset.base_exmples',
      'parts/dataset.yaml:6 dataset.feature_set_version',
      'parts/dataset.yaml:8 dataset.split.test_until',
    ]);
  });

  it('takes a section from a file that repeats its name', () => {
    const { problems, specification } = read(
      pipelineText({ calibration: ' {file: c.yaml}\n' }),
      [['c.yaml', 'calibration:\n  method: plat\n']],
    );
    expect(specification).toBeUndefined();
    expect(places(problems)).toEqual(['c.yaml:2 calibration.method']);
  });

  it('reads includes beside a pipeline in a folder', () => {
    const files = new Map([
      [
        'a/b/pipeline.yaml',
        pipelineText({ scoring: ' {file: ./scoring.yaml}\n' }),
      ],
      ['a/b/scoring.yaml', 'command: [python, score.py]'],
      ['a/b/sql/departures.sql', 'SELECT 1'],
      ['a/b/sql/outcomes.sql', 'SELECT 1'],
    ]);
    const { problems, included } = readSpecification(
      files,
      'a/b/pipeline.yaml',
    );
    expect(problems).toEqual([]);
    expect([...included].sort()).toEqual([
      'a/b/scoring.yaml',
      'a/b/sql/departures.sql',
      'a/b/sql/outcomes.sql',
    ]);
  });

  it.each([
    ['../dataset.yaml', 'leaves the folder'],
    ['a/../../dataset.yaml', 'leaves the folder'],
    ['/etc/passwd', 'an absolute path'],
    ['~/dataset.yaml', 'an absolute path'],
    ['C:/dataset.yaml', 'an absolute path'],
    ["'a\\b.yaml'", 'backslashes'],
  ])('does not follow {file: %s}', (path, found) => {
    const asked: string[] = [];
    const { problems } = readSpecification(
      {
        read: file => {
          asked.push(file);
          return file === 'pipeline.yaml'
            ? pipelineText({
                dataset: ` {file: ${path}}\n`,
                tables: undefined,
                features: undefined,
                labels: undefined,
              })
            : undefined;
        },
      },
      'pipeline.yaml',
    );
    expect(asked).toEqual(['pipeline.yaml']);
    expect(problems[0]).toMatchObject({
      path: ['dataset', 'file'],
      found: expect.stringContaining(found),
      line: expect.any(Number),
    });
  });

  it('tells a missing file at the line that names it, and nothing that follows from it', () => {
    const { problems } = read(
      pipelineText({
        ...changed('tables', 'sql/outcomes.sql', 'sql/outcome.sql'),
        dataset: ' {file: datasets.yaml}\n',
      }),
      [['dataset.yaml', '']],
    );
    expect(problems).toMatchObject([
      {
        line: 14,
        path: ['tables', 'outcomes', 'sql', 'file'],
        advice: 'Did you mean `sql/outcomes.sql`?',
      },
      {
        line: 41,
        path: ['dataset', 'file'],
        advice: 'Did you mean `dataset.yaml`?',
      },
    ]);
  });

  it('tells what cannot be read in an included file, and nothing that follows from it', () => {
    const { problems } = read(
      pipelineText({ dataset: ' {file: dataset.yaml}\n' }),
      [['dataset.yaml', 'dataset_name: flights\nlabels: [late_v1\nsplit: x\n']],
    );
    expect(problems).toMatchObject([{ file: 'dataset.yaml', line: 3 }]);
  });

  it('says what is missing where nothing was found', () => {
    const { problems } = readSpecification(new Map(), 'pipeline.yaml');
    expect(problems).toEqual([
      expect.objectContaining({ file: 'pipeline.yaml', found: 'nothing' }),
    ]);
  });

  it.each([
    ['', 'an empty value'],
    ['# only a comment\n', 'an empty value'],
    ['- a\n', 'a list of 1 entry'],
    ['text', '"text"'],
  ])('wants a map of keys, not %j', (text, found) => {
    expect(read(text).problems).toMatchObject([
      { expected: 'a map of keys', found, line: 1, column: 1 },
    ]);
  });

  it('does not repeat a secret that somebody typed', () => {
    const { problems } = read(
      pipelineText({
        secrets:
          ' {TOKEN: s3cr3t-value, OTHER: 12345, THIRD: {env: s3cr3t value}, FOURTH: {evn: NAME}}\n',
      }),
    );
    expect(places(problems).map(place => place.split(' ')[1])).toEqual([
      'secrets.TOKEN',
      'secrets.OTHER',
      'secrets.THIRD.env',
      'secrets.FOURTH.evn',
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/s3cr3t|12345/);
  });

  it('suggests the right section for a misspelt one', () => {
    const { problems } = read(
      pipelineText({ gates: undefined, gate: ' []\n' }),
    );
    expect(problems).toMatchObject([
      { path: ['gate'], advice: 'Did you mean `gates`?' },
    ]);
  });

  it('suggests the kind of a view, and a misspelt `kind`', () => {
    const { problems } = read(
      pipelineText({
        features: `
  flights_v1:
    a: {kind: windw, from: outcomes}
    b: {knd: columns, columns: {hour: int}}
    c: {kind: columns, colums: {distance: int}}
    d: {kind: as_of, from: outcomes, on: [origin], columns: {wind: dubble}}
`,
        checks: undefined,
      }),
    );
    expect(
      problems.map(({ path, advice }) => [path.slice(2).join('.'), advice]),
    ).toEqual([
      ['a.kind', 'Did you mean `window`?'],
      ['b.knd', 'Did you mean `kind`?'],
      ['c.colums', 'Did you mean `columns`?'],
      ['d.columns.wind', 'Did you mean `double`?'],
    ]);
  });

  it('suggests a key of the option that was meant, where a value may have several shapes', () => {
    const { problems } = read(
      pipelineText({
        ...changed('evaluation', 'groups: {', 'grups: {'),
        gates: '\n  - {gate: size, artifact_md: 20}\n  - {gaet: auc >= 0.7}\n',
        checks: '\n  - {check: row_count > 1, severty: warning}\n',
        reproduction: ' {bands: {auc: {absolut: 0.1}}}\n',
      }),
    );
    expect(problems.map(({ path, advice }) => [path.at(-1), advice])).toEqual([
      ['severty', 'Did you mean `severity`?'],
      ['grups', 'Did you mean `groups`?'],
      ['artifact_md', 'Did you mean `artifact_mb`?'],
      ['gaet', 'Did you mean `gate`?'],
      ['absolut', 'Did you mean `absolute`?'],
    ]);
  });

  it('does not go through thousands of unknown keys one by one', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `key${i}: 1\n`);
    const { problems } = read(pipelineText() + keys.join(''));
    expect(problems).toHaveLength(1);
    expect(problems[0].expected).toContain('spec_version');
  });

  it('accepts a pipeline of its own steps only', () => {
    const { specification, problems } = readSpecification(
      new Map([
        [
          'pipeline.yaml',
          `spec_version: 1
pipeline: steps-only
steps:
  first: {command: [sh, -c, 'echo hi'], outputs: [greeting]}
  second: {command: [cat], inputs: {said: first/greeting}, measured: true}
`,
        ],
      ]),
      'pipeline.yaml',
    );
    expect(problems).toEqual([]);
    expect(specification?.steps.second.threads).toBe(1);
    expect(specification?.dataset).toBeUndefined();
  });

  it('keeps what people wrote and adds what they left out', () => {
    const { dataset, training, promotion } = specificationOf(pipelineText());
    expect(dataset?.base_examples.date_range).toEqual({
      start: '2001-05-08',
      end: '2001-06-30',
    });
    expect(training).toMatchObject({ threads: 1, retries: 0 });
    expect(promotion).toEqual({
      separate_from_training: true,
      approval_required: true,
    });
  });
});
