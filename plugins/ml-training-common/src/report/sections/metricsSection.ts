import {
  calibrationCurve,
  type CalibrationSeries,
} from '../../charts/calibrationCurve';
import type {
  EvaluationDocument,
  SplitEvaluation,
  WindowScores,
} from '../../evidence/evaluationDocument';
import { columnFigure, countText } from '../../metrics/figure';
import { BETTER, type MetricName } from '../../metrics/metricName';
import type { ReportEvidence } from '../reportEvidence';
import {
  paragraph,
  text,
  type Block,
  type Cell,
  type Section,
} from '../reportParts';

export function metricsSection({ evaluation }: ReportEvidence): Section {
  const heading = { id: 'metrics', heading: 'How good it is' };
  if (!evaluation) {
    return {
      ...heading,
      blocks: [paragraph('Skipped: no model was measured.')],
    };
  }
  const { name, version } = evaluation.evaluator;
  return {
    ...heading,
    blocks: [
      paragraph(
        `Measured from predictions by ${name} ${version}. The test was not seen by training, and not by calibration either.`,
      ),
      ...Object.keys(evaluation.labels).flatMap(label =>
        labelBlocks(label, evaluation),
      ),
    ],
  };
}

function labelBlocks(label: string, evaluation: EvaluationDocument): Block[] {
  const { validation, test } = evaluation.labels[label];
  const places = [
    ...placesOf('validation', validation),
    ...placesOf('test', test),
  ];
  return [
    {
      block: 'table',
      caption: `Metrics of ${label}.`,
      columns: [
        { heading: 'Metric' },
        ...places.map(({ name }) => ({
          heading: name,
          holds: 'numbers' as const,
        })),
        { heading: 'Better is' },
      ],
      rows: [
        [
          text('rows'),
          ...places.map(({ scores }) => text(countText(scores.overall.rows))),
          text(''),
        ],
        ...evaluation.metrics.map(metric => metricRow(metric, places)),
      ],
    },
    ...curves(label, test),
  ];
}

interface Place {
  readonly name: string;
  readonly scores: WindowScores;
}

function placesOf(split: string, evaluation: SplitEvaluation): Place[] {
  const { raw, calibrated } = evaluation;
  return [
    { name: `${split}, raw`, scores: raw },
    ...(calibrated
      ? [{ name: `${split}, calibrated`, scores: calibrated }]
      : []),
  ];
}

function metricRow(metric: MetricName, places: readonly Place[]): Cell[] {
  const better = BETTER[metric];
  return [
    { words: [{ code: metric }] },
    ...places.map(({ scores }) =>
      metricCell(scores.overall.metrics[metric] ?? null),
    ),
    text(better === 'neither' ? '' : better),
  ];
}

function metricCell(value: number | null): Cell {
  return value === null
    ? { words: 'not defined', tone: 'quiet' }
    : text(columnFigure(value));
}

function curves(label: string, { raw, calibrated }: SplitEvaluation): Block[] {
  const series = [
    ...seriesOf('raw', raw),
    ...(calibrated ? seriesOf('calibrated', calibrated) : []),
  ];
  if (series.length === 0) return [];
  return [
    {
      block: 'chart',
      chart: calibrationCurve(`${label} on the test`, series),
    },
    {
      block: 'details',
      summary: `The points of the calibration curve of ${label}`,
      blocks: [points(label, series)],
    },
  ];
}

function seriesOf(
  scores: CalibrationSeries['scores'],
  { overall }: WindowScores,
): CalibrationSeries[] {
  const bins = overall.reliability ?? [];
  return bins.length === 0 ? [] : [{ scores, bins }];
}

function points(label: string, series: readonly CalibrationSeries[]): Block {
  return {
    block: 'table',
    caption: `${label} on the test, in groups of about equally many rows by score.`,
    columns: [
      { heading: 'Scores' },
      { heading: 'Rows', holds: 'numbers' },
      { heading: 'Predicted', holds: 'numbers' },
      { heading: 'Happened', holds: 'numbers' },
    ],
    rows: series.flatMap(({ scores, bins }) =>
      bins.map(bin => [
        text(scores),
        text(countText(bin.rows)),
        text(columnFigure(bin.predicted)),
        text(columnFigure(bin.observed)),
      ]),
    ),
  };
}
