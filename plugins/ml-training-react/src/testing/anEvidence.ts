import {
  checkOf,
  checksDocumentOf,
  evaluate,
  gateOf,
  gatesDocumentOf,
  recomputedChecksVerdict,
  recomputedGatesVerdict,
  type EvidenceView,
  type SplitDocument,
} from '@trainyard/backstage-plugin-ml-training-common';

/** What a run of a small model rests on. */
export function anEvidence(
  gate: string | { gate: string; artifact_mb: number } = 'raw.auc >= 0.6',
  different: Partial<EvidenceView> = {},
): EvidenceView {
  const evaluation = evaluate({
    metrics: ['auc', 'brier'],
    primary: 'auc',
    labels: { late_v1: { validation: someRows(), test: someRows() } },
  });
  const checks = checksDocumentOf(
    [
      checkOf({ check: 'row_count(train) >= 5', severity: 'warning' }),
      checkOf('row_count(test) >= 5'),
    ],
    ({ split }) => ({
      observed: split === 'train' ? 4 : 9,
      checked: 9,
      failed: 0,
      sample: [],
    }),
  );
  const gates = gatesDocumentOf(
    [gateOf(gate), gateOf({ gate: 'size', artifact_mb: 20 })],
    { evaluation, modelBytes: 1e6, checks },
  );
  return {
    digests: {},
    profile: null,
    split: SPLIT,
    checks,
    calibration: null,
    evaluation,
    gates,
    recomputed: {
      checks: recomputedChecksVerdict(checks) ?? null,
      gates: recomputedGatesVerdict(gates) ?? null,
      disagreements: [],
    },
    unreadable: [],
    schema: [{ name: 'distance', type: 'BIGINT' }],
    report: null,
    runbooks: {},
    ...different,
  };
}

/** Nothing was made yet. */
export function noEvidence(): EvidenceView {
  return anEvidence(undefined, {
    split: null,
    checks: null,
    evaluation: null,
    gates: null,
    schema: [],
    recomputed: { checks: null, gates: null, disagreements: [] },
  });
}

/** Every third row is late, and its score is higher, but not always. */
function someRows() {
  const count = 300;
  return {
    labels: Uint8Array.from({ length: count }, (_, i) => Number(i % 3 === 0)),
    raw: Float64Array.from(
      { length: count },
      (_, i) => (i % 3 === 0 ? 0.5 : 0.3) + ((i * 37) % 100) / 250,
    ),
    segments: {
      size: {
        names: ['large', 'small'],
        codes: Uint8Array.from({ length: count }, (_, i) =>
          Number(i % 4 === 0),
        ),
      },
    },
  };
}

const windowOf = (from: string, to: string) => ({
  from: `${from}T00:00:00.000Z`,
  to: `${to}T00:00:00.000Z`,
  label_cutoff: `${to}T00:00:00.000Z`,
  rows_in: 1200,
  without_label: 100,
  immature: 50,
  rows_out: 1050,
  positives: { late_v1: 210 },
});

const SPLIT: SplitDocument = {
  schema_version: 1,
  rows_in: 3650,
  outside_windows: 50,
  windows: {
    train: windowOf('2001-05-01', '2001-06-01'),
    validation: windowOf('2001-06-01', '2001-06-15'),
    test: windowOf('2001-06-15', '2001-07-01'),
  },
};
