import { segmentBars } from '../../charts/segmentBars';
import type {
  EvaluationDocument,
  GroupScores,
  WindowScores,
} from '../../evidence/evaluationDocument';
import { columnFigure, countText } from '../../metrics/figure';
import { BETTER, type MetricName } from '../../metrics/metricName';
import type { Scores } from '../../metrics/scoresOf';
import type { ReportEvidence } from '../reportEvidence';
import {
  paragraph,
  text,
  type Block,
  type Cell,
  type Section,
} from '../reportParts';

/** Relative distances from all rows at which a cell gets a deeper colour. */
const HEAT = [0.02, 0.05, 0.1, 0.2];

export function segmentsSection({ evaluation }: ReportEvidence): Section {
  const heading = { id: 'segments', heading: 'Segments' };
  const blocks = evaluation ? segmentBlocks(evaluation) : [];
  if (blocks.length > 0) {
    return {
      ...heading,
      blocks: [
        paragraph(
          'On the test. A deeper colour is farther from all rows, in four steps from 2 % to 20 %; ▼ marks what is at least 10 % worse, ▲ what is as much better.',
        ),
        ...blocks,
      ],
    };
  }
  return {
    ...heading,
    blocks: [
      paragraph(
        evaluation
          ? 'The pipeline declares no segments: nobody knows whether a group of examples is served worse than others.'
          : 'Skipped: no model was measured.',
      ),
    ],
  };
}

function segmentBlocks(evaluation: EvaluationDocument): Block[] {
  return Object.entries(evaluation.labels).flatMap(([label, { test }]) => {
    const kind = test.calibrated ? 'calibrated' : 'raw';
    const measured = test.calibrated ?? test.raw;
    return Object.keys(measured.segments).flatMap(segment =>
      oneSegment({ label, segment, kind }, measured, evaluation),
    );
  });
}

function oneSegment(
  {
    label,
    segment,
    kind,
  }: {
    readonly label: string;
    readonly segment: string;
    readonly kind: string;
  },
  { overall, segments }: WindowScores,
  { metrics, primary }: EvaluationDocument,
): Block[] {
  const groups = segments[segment];
  return [
    {
      block: 'table',
      caption: `${label} by ${segment}, ${kind} scores.`,
      columns: [
        { heading: segment },
        { heading: 'Rows', holds: 'numbers' },
        ...metrics.map(metric => ({
          heading: metric,
          holds: 'numbers' as const,
        })),
      ],
      rows: [
        ...groups.map(group => groupRow(group, overall, metrics)),
        groupRow({ ...overall, group: 'all rows' }, overall, metrics),
      ],
    },
    {
      block: 'chart',
      chart: segmentBars(
        segment,
        primary,
        groups,
        overall.metrics[primary] ?? null,
      ),
    },
  ];
}

function groupRow(
  { group, rows, metrics: measured }: GroupScores,
  overall: Scores,
  metrics: readonly MetricName[],
): Cell[] {
  return [
    text(group),
    text(countText(rows)),
    ...metrics.map((metric): Cell => {
      const value = measured[metric] ?? null;
      if (value === null) return { words: 'not defined', tone: 'quiet' };
      const heat = heatOf(metric, value, overall.metrics[metric] ?? null);
      return { words: columnFigure(value), ...(heat !== 0 && { heat }) };
    }),
  ];
}

/** How far a group is from all rows: −4 (at least 20 % worse) … 4 (as much better). */
export function heatOf(
  metric: MetricName,
  value: number,
  overall: number | null,
): number {
  const better = BETTER[metric];
  if (overall === null || overall === 0 || better === 'neither') return 0;
  const far = (value - overall) / Math.abs(overall);
  const strength = HEAT.filter(edge => Math.abs(far) >= edge).length;
  return strength === 0
    ? 0
    : strength * Math.sign(far) * (better === 'higher' ? 1 : -1);
}
