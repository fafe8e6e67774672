import fc from 'fast-check';
import { stringify } from 'yaml';
import { canonicalJson } from '../json/canonicalJson';
import type { Json } from '../json/json';
import {
  FLIGHT_DELAY,
  pipelineText,
  specificationOf,
} from './flightDelay.fixture';
import { readYaml } from './reading/yamlDocument';

const canonical = (...of: Parameters<typeof specificationOf>) =>
  canonicalJson(specificationOf(...of) as Json);

const ORIGINAL = canonical(pipelineText());
const written = readYaml(pipelineText(), 'pipeline.yaml').value as Record<
  string,
  Json
>;

/** The same value with the keys of every map in another order. */
function shuffled(value: Json): fc.Arbitrary<Json> {
  if (Array.isArray(value)) return fc.tuple(...value.map(shuffled));
  if (typeof value !== 'object' || value === null) return fc.constant(value);
  const keys = Object.keys(value);
  const object = value as Record<string, Json>;
  return fc
    .tuple(
      fc.shuffledSubarray(keys, { minLength: keys.length }),
      fc.tuple(...keys.map(key => shuffled(object[key]))),
    )
    .map(([order, children]) =>
      Object.fromEntries(order.map(key => [key, children[keys.indexOf(key)]])),
    );
}

/** Comments between the lines of a block of YAML. */
function commented(text: string, after: readonly number[]): string {
  return text
    .split('\n')
    .map((line, i) => (after.includes(i) ? `${line}\n# line ${i}` : line))
    .join('\n');
}

describe('the canonical form of a specification', () => {
  it('does not depend on the order of keys, on comments or on the split into files', () => {
    fc.assert(
      fc.property(
        shuffled(written),
        fc.subarray(Object.keys(FLIGHT_DELAY)),
        fc.array(fc.nat(60), { maxLength: 5 }),
        fc.boolean(),
        (value, outside, comments, wrapped) => {
          const whole = value as Record<string, Json>;
          const files = outside.map((name): [string, string] => [
            `parts/${name}.yaml`,
            stringify(wrapped ? { [name]: whole[name] } : whole[name]),
          ]);
          const rest = Object.fromEntries(
            Object.entries(whole).map(([name, section]) => [
              name,
              outside.includes(name) ? { file: `parts/${name}.yaml` } : section,
            ]),
          );
          expect(canonical(commented(stringify(rest), comments), files)).toBe(
            ORIGINAL,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not depend on line ends, on a byte order mark or on quotes', () => {
    expect(canonical(`\uFEFF${pipelineText().replace(/\n/g, '\r\n')}`)).toBe(
      ORIGINAL,
    );
    expect(canonical(JSON.stringify(written))).toBe(ORIGINAL);
  });

  it('is the same where defaults are written out', () => {
    const defaults = {
      namespace: ' default\n',
      sources: `
  flights: {path: data/flights.parquet, format: parquet, pin: copied}
  airports: {path: data/airports.csv, key: [iata], format: csv}
`,
      dataset: FLIGHT_DELAY.dataset
        .replace(
          'flights\n',
          'flights\n  dataset_version: auto\n  negative_sampling_policy: none\n  point_in_time_join: true\n',
        )
        .replace('source:', 'where: {}\n    source:')
        .replace('type:', 'embargo_days: 0\n    type:'),
      training: `${FLIGHT_DELAY.training}  threads: 1\n  retries: 0\n  workers: 1\n  isolate_steps: false\n  code_version_recorded: true\n`,
      calibration:
        '\n  method: platt\n  data_window: validation\n  segments: []\n',
      gates: FLIGHT_DELAY.gates.replace('20}', '20, severity: critical}'),
      promotion: ' {separate_from_training: true}\n',
      tenant_scope: ' {mode: shared, excluded_tenants: []}\n',
      privacy: ' {rules: []}\n',
      resources: ' {}\n',
      seeds: ' {}\n',
      secrets: ' {}\n',
      steps: ' {}\n',
      reproduction: ' {bands: {}}\n',
      tracking: ' {artifacts: immutable}\n',
    };
    expect(canonical(pipelineText(defaults))).toBe(ORIGINAL);
  });

  it('is the same where SQL is written in place', () => {
    expect(
      canonical(
        pipelineText({
          tables: FLIGHT_DELAY.tables.replace(
            /\{file: .*\}/g,
            '|\n      SELECT * FROM flights\n',
          ),
        }),
      ),
    ).toBe(ORIGINAL);
  });

  it('changes with what is said', () => {
    const changed = FLIGHT_DELAY.training.replace(
      'num_trees: 200',
      'num_trees: 201',
    );
    expect(canonical(pipelineText({ training: changed }))).not.toBe(ORIGINAL);
  });
});
