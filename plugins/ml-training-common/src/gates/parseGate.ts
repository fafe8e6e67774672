import { boundsExpression } from '../checks/bounds';
import {
  ExpressionError,
  ExpressionReader,
  nameText,
  readBounds,
  type ExpressionProblem,
} from '../checks/expressionReader';
import { nearest } from '../problems/nearest';
import { METRIC_NAMES, type MetricName } from '../metrics/metricName';
import type { Gate } from './gate';

/** A gate as people write it. */
export type WrittenGate =
  | string
  | {
      /** An expression, or `size` beside `artifact_mb`. */
      readonly gate: string;
      readonly artifact_mb?: number;
      readonly severity?: Gate['severity'];
      readonly reason?: string;
    };

export type ParsedGate =
  { readonly gate: Gate } | { readonly problem: ExpressionProblem };

export type MetricGate = Extract<Gate, { gate: 'metric' }>;
export type SizeGate = Extract<Gate, { gate: 'size' }>;
type Scores = MetricGate['scores'];

/** The id of the gate over the model's size. */
export const SIZE_GATE = 'size';

/**
 * Reads `validation.raw.segment(origin_size).auc(late_v1) >= 0.7`. The window, the
 * kind of scores, the segment and the label may be left out; without a window the
 * test is meant.
 *
 * @param unsaid - the scores that are meant where the text does not say; raw where
 *   a pipeline does not calibrate
 */
export function parseGate(
  written: WrittenGate,
  unsaid: Scores = 'calibrated',
): ParsedGate {
  const {
    gate: text,
    artifact_mb: artifactMb,
    severity = 'critical',
    reason,
  }: Exclude<WrittenGate, string> = typeof written === 'string'
    ? { gate: written }
    : written;
  const manners = { severity, ...(reason !== undefined && { reason }) };
  try {
    return {
      gate:
        text === 'size' && artifactMb !== undefined
          ? sizeGate(artifactMb, manners)
          : read(text, unsaid, manners),
    };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.problem };
    throw error;
  }
}

/**
 * A gate that the specification's reader found good, of a pipeline that calibrates.
 *
 * @throws TypeError where it is not
 */
export function gateOf(written: WrittenGate): Gate {
  return goodGate(parseGate(written));
}

/**
 * The same where the pipeline does not calibrate: raw scores are judged.
 *
 * @throws TypeError where it is not
 */
export function rawGateOf(written: WrittenGate): Gate {
  return goodGate(parseGate(written, 'raw'));
}

function goodGate(parsed: ParsedGate): Gate {
  if ('gate' in parsed) return parsed.gate;
  const { expected, found, advice } = parsed.problem;
  throw new TypeError(`expected ${expected}, found ${found}. ${advice}`);
}

/** The expression of a gate, which `parseGate` reads back. */
export function gateText(gate: Gate): string {
  return gate.gate === 'size'
    ? `${gate.id} <= ${gate.artifact_mb} MB`
    : `${gate.id} ${boundsExpression(gate.expect)}`;
}

type Manners = Pick<Gate, 'severity' | 'reason'>;

function sizeGate(artifactMb: number, manners: Manners): SizeGate {
  return { gate: 'size', id: SIZE_GATE, artifact_mb: artifactMb, ...manners };
}

const EXAMPLES =
  'Write, for example, auc >= 0.74, raw.ece <= 0.03 or segment(origin_size).auc >= 0.7.';

type Qualifiers = Partial<Pick<MetricGate, 'split' | 'scores' | 'segment'>>;

/** Metrics that lie between 0 and 1. */
const UNIT_METRICS: ReadonlySet<MetricName> = new Set([
  'auc',
  'brier',
  'base_rate',
  'ece',
] as const);

const QUALIFIERS: Readonly<Record<string, Qualifiers>> = {
  validation: { split: 'validation' },
  test: { split: 'test' },
  raw: { scores: 'raw' },
  calibrated: { scores: 'calibrated' },
};

function read(text: string, unsaid: Scores, manners: Manners): Gate {
  const reader = new ExpressionReader(text);
  if (reader.takeIf('size')) return readSize(reader, manners);
  const qualifiers = readQualifiers(reader);
  const metric = readMetric(reader);
  const label = reader.takeIf('(')
    ? readInParentheses(reader, 'a label')
    : undefined;
  const start = reader.peek();
  const expect = readBounds(reader);
  if (UNIT_METRICS.has(metric) && !Object.values(expect).every(isFraction)) {
    reader.fail(`a bound between 0 and 1, as ${metric} is`, EXAMPLES, {
      ...start,
      kind: 'name',
      text: text.slice(start.at),
    });
  }
  const measured = {
    metric,
    ...(label !== undefined && { label }),
    split: qualifiers.split ?? 'test',
    scores: qualifiers.scores ?? unsaid,
    ...(qualifiers.segment !== undefined && { segment: qualifiers.segment }),
  } as const;
  return {
    gate: 'metric',
    id: metricGateId(measured),
    ...measured,
    expect,
    ...manners,
  };
}

/** `validation.raw.segment(origin_size).auc(late_v1)`; what is usual is left out. */
function metricGateId({
  split,
  scores,
  segment,
  metric,
  label,
}: Pick<MetricGate, 'metric' | 'label' | 'split' | 'scores' | 'segment'>) {
  return [
    split === 'validation' && 'validation',
    scores === 'raw' && 'raw',
    segment !== undefined && `segment(${nameText(segment)})`,
    label === undefined ? metric : `${metric}(${nameText(label)})`,
  ]
    .filter(part => part !== false)
    .join('.');
}

function isFraction(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** Words before the metric, in any order, each kind once. */
function readQualifiers(
  reader: ExpressionReader,
  before: Qualifiers = {},
): Qualifiers {
  const token = reader.peek();
  const next = readQualifier(reader);
  if (!next) return before;
  if (Object.keys(next).some(kind => Object.hasOwn(before, kind))) {
    reader.fail('a metric', `It was said before. ${EXAMPLES}`, token);
  }
  reader.expect('.', EXAMPLES);
  return readQualifiers(reader, { ...before, ...next });
}

function readQualifier(reader: ExpressionReader): Qualifiers | undefined {
  if (reader.takeIf('segment')) {
    reader.expect('(', EXAMPLES);
    return { segment: readInParentheses(reader, 'a segment') };
  }
  const { kind, text } = reader.peek();
  if (kind !== 'name' || !Object.hasOwn(QUALIFIERS, text)) return undefined;
  reader.take();
  return QUALIFIERS[text];
}

/** What stands between an opened parenthesis and the next closed one. */
function readInParentheses(reader: ExpressionReader, what: string): string {
  const { text } = reader.name(what, EXAMPLES);
  reader.expect(')', EXAMPLES);
  return text;
}

function readMetric(reader: ExpressionReader): MetricName {
  const token = reader.peek();
  const metric = METRIC_NAMES.find(name => name === token.text);
  if (token.kind === 'name' && metric) {
    reader.take();
    return metric;
  }
  const meant = nearest(token.text, [
    ...METRIC_NAMES,
    ...Object.keys(QUALIFIERS),
    'segment',
    'size',
  ]);
  return reader.fail(
    `a metric: ${METRIC_NAMES.join(', ')}`,
    meant ? `Did you mean ${meant}? ${EXAMPLES}` : EXAMPLES,
  );
}

function readSize(reader: ExpressionReader, manners: Manners): SizeGate {
  const advice = 'Write "size <= 20 MB" or {gate: size, artifact_mb: 20}.';
  reader.expect('<=', advice);
  const token = reader.peek();
  const megabytes = Number(token.text);
  if (token.kind !== 'number' || !(megabytes > 0)) {
    reader.fail('a number of megabytes above 0', advice);
  }
  reader.take();
  reader.expect('MB', advice);
  if (reader.peek().kind !== 'end') reader.fail('the end', advice);
  return sizeGate(megabytes, manners);
}
