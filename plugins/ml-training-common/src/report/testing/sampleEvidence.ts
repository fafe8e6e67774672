import { calibrate } from '../../calibration/calibrate';
import { applyPlatt } from '../../calibration/platt';
import type { Measurement } from '../../checks/judge';
import { defaultChecks } from '../../checks/defaultChecks';
import { checkOf } from '../../checks/parseCheck';
import { checksDocumentOf } from '../../evidence/checksDocument';
import { evaluate, type WindowRows } from '../../evidence/evaluate';
import { gatesDocumentOf } from '../../evidence/gatesDocument';
import type { SplitDocument } from '../../evidence/splitDocument';
import { gateOf } from '../../gates/parseGate';
import type { NamedColumn } from '../../plan/parameters/columns';
import type { ReportEvidence } from '../reportEvidence';

/** A small model of late flights: rows whose scores are too sure of themselves. */
function rowsOf(count: number, shift: number): WindowRows {
  const chance = (i: number) => 0.05 + 0.5 * (((i * 37) % count) / count);
  const raw = Float64Array.from({ length: count }, (_, i) =>
    Math.min(0.97, chance(i) * 1.3),
  );
  // A multiplicative hash of the row in place of dice.
  const dice = (i: number) =>
    ((Math.imul(i + 1, 2654435761) >>> 0) % 1e6) / 1e6;
  return {
    raw,
    labels: Uint8Array.from({ length: count }, (_, i) =>
      Number(dice(i) < chance(i) + shift),
    ),
    segments: {
      origin_size: {
        names: ['large', 'medium', 'small'],
        codes: Uint8Array.from({ length: count }, (_, i) =>
          i % 10 < 6 ? 0 : Number(i % 10 > 8) + 1,
        ),
      },
      time_of_day: {
        names: ['[0, 6)', '[6, 12)', '[12, 18)', '[18, 24)'],
        codes: Uint8Array.from({ length: count }, (_, i) =>
          chance(i) > 0.5 ? 0 : 1 + (i % 3),
        ),
      },
    },
  };
}

const features: NamedColumn[] = [
  { name: 'distance', type: 'int' },
  { name: 'hour', type: 'int' },
  { name: 'origin_late_share_3h', type: 'double' },
  { name: 'route_late_share_7d', type: 'double' },
];

function windowOf(
  from: string,
  to: string,
  cutoff: string,
  rows: number,
  positives: number,
): SplitDocument['windows']['train'] {
  const instant = (day: string) => `${day}.000Z`;
  return {
    from: instant(from),
    to: instant(to),
    label_cutoff: instant(cutoff),
    rows_in: rows + 2550,
    without_label: 0,
    immature: 2550,
    rows_out: rows,
    positives: { late_v1: positives },
  };
}

const split: SplitDocument = {
  schema_version: 1,
  rows_in: 901_238,
  outside_windows: 0,
  windows: {
    train: windowOf(
      '2001-05-08T12:00:00',
      '2001-06-11T00:00:00',
      '2001-06-11T00:00:00',
      559_012,
      98_051,
    ),
    validation: windowOf(
      '2001-06-11T00:00:00',
      '2001-06-18T00:00:00',
      '2001-06-18T00:00:00',
      113_942,
      29_545,
    ),
    test: windowOf(
      '2001-06-18T00:00:00',
      '2001-07-01T00:00:00',
      '2001-07-02T00:00:00',
      220_634,
      45_031,
    ),
  },
};

const checks = [
  checkOf({
    check: 'row_count(train) >= 500000',
    reason: 'Fewer rows mean that a source came in half.',
  }),
  checkOf('label_rate(late_v1) between 5% and 40%'),
  checkOf('null_rate(origin_late_share_3h) < 15%'),
  ...defaultChecks({ labels: ['late_v1'], features }),
];

/** @param offend - ids of checks of which a fifth of the rows offend */
export function sampleChecks(offend: readonly string[] = []) {
  return checksDocumentOf(checks, ({ id, check: kind }): Measurement => {
    const rows = 559_012;
    if (offend.includes(id)) {
      return {
        observed: kind === 'null_rate' ? 0.2 : 111_802,
        checked: rows,
        failed: 111_802,
        sample: ['["2001-05-08",1]', '["2001-05-08",7]'],
      };
    }
    const observed = { row_count: rows, label_rate: 0.1754, null_rate: 0.081 };
    return {
      observed: observed[kind as keyof typeof observed] ?? 0,
      checked: rows,
      failed: 0,
      sample: [],
    };
  });
}

const parameters: ReportEvidence['parameters'] = {
  pipeline: 'flight-delay',
  model_name: 'flight_delay',
  description:
    'Will this flight arrive more than 15 minutes late? Asked at push-back.',
  owner: 'group:default/flight-operations',
  primary: 'brier',
  hyperparameters: {
    num_trees: 200,
    learning_rate: 0.1,
    num_leaves: 63,
    min_data_in_leaf: 200,
  },
  features,
};

/** A run that ended well, or was blocked by a gate that asks for a higher AUC. */
export function sampleEvidence(gate = 'auc >= 0.6'): ReportEvidence {
  const validation = rowsOf(6000, 0.06);
  const test = rowsOf(12000, 0);
  const calibrated = calibrate({
    late_v1: { scores: validation.raw, labels: validation.labels },
  });
  if (calibrated.outcome !== 'calibrated') throw new Error(calibrated.because);
  const curve = calibrated.document.labels.late_v1;
  const withCurve = (rows: WindowRows): WindowRows => ({
    ...rows,
    calibrated: applyPlatt(curve, rows.raw),
  });
  const evaluation = evaluate({
    metrics: ['auc', 'logloss', 'brier', 'ece'],
    primary: 'brier',
    labels: {
      late_v1: { validation: withCurve(validation), test: withCurve(test) },
    },
  });
  const checked = sampleChecks();
  return {
    parameters,
    profile: {
      schema_version: 1,
      sources: {
        flights: {
          rows: 3_000_000,
          bytes: 13_493_022,
          columns: ['date', 'delay', 'distance', 'origin', 'destination'].map(
            name => ({ name, type: 'BIGINT', nulls: 0 }),
          ),
          key: ['row'],
          key_duplicates: 0,
          key_nulls: 0,
        },
        airports: {
          rows: 3376,
          bytes: 210_365,
          columns: [{ name: 'iata', type: 'VARCHAR', nulls: 0 }],
          key: ['iata'],
          key_duplicates: 0,
          key_nulls: 0,
        },
      },
    },
    split,
    checks: checked,
    calibration: calibrated.document,
    evaluation,
    gates: gatesDocumentOf(
      [
        gateOf({
          gate,
          reason: 'Below this, dispatchers did better by hand.',
        }),
        gateOf('segment(origin_size).auc >= 0.55'),
        gateOf({ gate: 'ece <= 0.03', severity: 'warning' }),
        gateOf({ gate: 'size', artifact_mb: 20 }),
      ],
      { evaluation, checks: checked, modelBytes: 1_482_113 },
    ),
  };
}

/** A run that was blocked before training. */
export function sampleBlockedEvidence(): ReportEvidence {
  return {
    parameters,
    profile: sampleEvidence().profile,
    split,
    checks: sampleChecks(['null_rate(origin_late_share_3h)', 'future_feature']),
  };
}
