import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Json } from '../json/json';
import { parseValue } from './reading/parseValue';
import { readYaml } from './reading/yamlDocument';
import { dataset } from './sections/dataset';
import { minimalPlan } from './sections/orchestration';
import {
  artifactReference,
  featureSnapshot,
  labelSnapshot,
} from './sections/snapshots';
import { training } from './sections/training';
import { sections } from './specification';

const only = (section: keyof typeof sections) =>
  z.strictObject({ [section]: sections[section] });

/** The schema that reads the document of a section of the field's text. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  '§6': dataset,
  '§7': training,
  '§9': featureSnapshot,
  '§10': labelSnapshot,
  '§11': only('negative_sampling'),
  '§14': only('seeds'),
  '§20': only('calibration'),
  '§27': artifactReference,
  '§34 first': only('tenant_scope'),
  '§34 second': only('tenant_scope'),
  '§49': minimalPlan,
};

/** The text lies beside the repository, where it lies at all; it is not part of it. */
const SEEDS = resolve(
  __dirname,
  '../../../../../shared/seeds/training-orchestration-and-reproducibility.txt',
);

/** Blocks of `key: value` lines with what is indented below them, by their numbered heading. */
function yamlBlocks(text: string): Map<string, string> {
  const blocks = text
    .split(/^(?=\d+\. )/m)
    .slice(1)
    .flatMap(part => {
      const [heading] = part.split('.');
      const found = part
        .split(/\n\s*\n/)
        .filter(block => /^[a-z_]+:[^\n]*\n\s*\S/.test(block));
      return found.map((block, i): [string, string] => [
        found.length === 1
          ? `§${heading}`
          : `§${heading} ${['first', 'second'][i]}`,
        block,
      ]);
    });
  return new Map(blocks);
}

const there = existsSync(SEEDS);
if (!there) {
  // eslint-disable-next-line no-console -- what is skipped is said
  console.warn(`NOT RUN: the field's documents, as ${SEEDS} is not there`);
}

(there ? describe : describe.skip)("the field's documents", () => {
  const blocks = there ? yamlBlocks(readFileSync(SEEDS, 'utf8')) : new Map();

  it('are found, one a section', () => {
    expect([...blocks.keys()]).toEqual(Object.keys(SCHEMAS));
  });

  it.each(Object.keys(SCHEMAS))('%s parses as it is written', section => {
    const { value, findings } = readYaml(blocks.get(section) ?? '', section);
    expect(findings).toEqual([]);
    const parsed = parseValue(SCHEMAS[section], value ?? null);
    expect(parsed.findings).toEqual([]);
    expect(parsed.output).toMatchObject(value as Record<string, Json>);
  });
});

/** Documents of our own with one key misspelt, and the key that was meant. */
const MISSPELT: readonly (readonly [string, string, string, string])[] = [
  [
    '§6',
    'labels',
    'lables',
    `dataset_name: flights
dataset_version: 20010701_001
base_examples:
  source: departures
  surface: gate
  date_range: {start: 2001-05-08, end: 2001-06-30}
prediction_time: departed_at
feature_set_version: flights_v1
lables: [late_v1]
negative_sampling_policy: none
split: {type: temporal, train_until: 2001-06-10, validation_until: 2001-06-17, test_until: 2001-06-30}
`,
  ],
  [
    '§7',
    'hyperparameters',
    'hyperparams',
    `training_run: flight_delay_20010701_001
model_name: flight_delay
model_type: gbdt_binary
dataset_version: flights_20010701_001
hyperparams: {num_trees: 200}
random_seed: 7
runtime: {container_image: flight-delay:1, code_version: abc}
resources: {cpu: 2, memory_gb: 2}
`,
  ],
  [
    '§9',
    'generated_at',
    'generatedAt',
    `feature_snapshot_id: flights_v1_20010701
feature_set_version: flights_v1
generatedAt: 2001-07-01T00:00:00Z
source_data: {departures: 20010630_v5}
quality_status: passed
`,
  ],
  [
    '§10',
    'maturity_cutoff',
    'maturity_cutof',
    `label_snapshot_id: late_20010701
labels: {late: v1}
maturity_cutof: 2001-07-01T00:00:00Z
source_events: [landings_20010630]
quality_status: passed
`,
  ],
  [
    '§11',
    'negatives_per_positive',
    'negative_per_positive',
    `negative_sampling:
  policy: on_time_v1
  seed: 7
  negative_per_positive: 5
`,
  ],
  ['§14', 'model_init', 'model_initt', 'seeds:\n  model_initt: 7\n'],
  [
    '§20',
    'data_window',
    'data_windw',
    'calibration:\n  method: platt\n  data_windw: 2001-06-11..2001-06-17\n',
  ],
  ['§27', 'sha256', 'sha265', 'artifact_uri: ...\nsha265: ...\n'],
  [
    '§34 first',
    'excluded_tenants',
    'exclude_tenants',
    'tenant_scope:\n  mode: shared\n  exclude_tenants: [...]\n',
  ],
  [
    '§34 second',
    'tenant_id',
    'tenantid',
    'tenant_scope:\n  mode: single_tenant\n  tenantid: north\n',
  ],
  [
    '§49',
    'approval_required',
    'aproval_required',
    `orchestration: {dag: dataset -> train -> evaluate -> calibrate -> register}
dataset: {spec_versioned: true}
training: {}
tracking: {artifacts: immutable}
validation: {segment_gate: true}
promotion: {separate_from_training: true, aproval_required: true}
`,
  ],
];

describe('a misspelt key', () => {
  it('is tried in every section', () => {
    expect(MISSPELT.map(([section]) => section)).toEqual(Object.keys(SCHEMAS));
  });

  it.each(MISSPELT)('%s: suggests %s for %s', (section, right, wrong, text) => {
    const { value = null } = readYaml(text, section);
    const { findings, output } = parseValue(SCHEMAS[section], value);
    expect(output).toBeUndefined();
    expect(findings).toEqual([
      expect.objectContaining({
        advice: `Did you mean \`${right}\`?`,
        at: 'key',
        found: `the key ${wrong}`,
      }),
    ]);
    expect(findings[0].path.at(-1)).toBe(wrong);
    const mended = readYaml(text.replace(`${wrong}:`, `${right}:`), section);
    expect(parseValue(SCHEMAS[section], mended.value ?? null).findings).toEqual(
      [],
    );
  });
});

describe('a specification with the laws of §49 written out', () => {
  it('parses as one that leaves them out', () => {
    expect(sections.tracking.parse(undefined)).toEqual(
      sections.tracking.parse({ metrics: true, artifacts: 'immutable' }),
    );
    expect(sections.promotion.parse(undefined)).toEqual(
      sections.promotion.parse({
        separate_from_training: true,
        approval_required: true,
      }),
    );
  });
});
