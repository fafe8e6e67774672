import {
  BETTER,
  columnFigure,
  countText,
  type GroupScores,
  type MetricName,
  type SplitEvaluation,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { FactTable } from '../tables/FactTable';
import styles from './SegmentHeat.module.css';

interface HeatRow extends GroupScores {
  readonly segment: string;
}

/** Every group of every segment on the test rows: darker is worse than all rows together. */
export function SegmentHeat({
  label,
  evaluation,
  metrics,
}: {
  readonly label: string;
  readonly evaluation: SplitEvaluation;
  readonly metrics: readonly MetricName[];
}) {
  const scores = evaluation.calibrated ?? evaluation.raw;
  const rows: HeatRow[] = Object.entries(scores.segments).flatMap(
    ([segment, groups]) => groups.map(group => ({ segment, ...group })),
  );
  if (rows.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          {label} on test, by segment
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={({ segment, group }) => `${segment} ${group}`}
          rows={rows}
          columns={[
            {
              heading: 'Segment',
              value: ({ segment, group }) => `${segment}: ${group}`,
            },
            {
              heading: 'Rows',
              numbers: true,
              value: row => countText(row.rows),
            },
            ...metrics.map(metric => ({
              heading: metric,
              numbers: true,
              value: (row: HeatRow) => (
                <Heat
                  value={row.metrics[metric] ?? null}
                  overall={scores.overall.metrics[metric] ?? null}
                  metric={metric}
                />
              ),
            })),
          ]}
        />
      </CardBody>
    </Card>
  );
}

function Heat({
  value,
  overall,
  metric,
}: {
  readonly value: number | null;
  readonly overall: number | null;
  readonly metric: MetricName;
}) {
  if (value === null) return <span title="Not defined">–</span>;
  const worse = worseBy(value, overall, metric);
  return (
    <span
      className={styles.heat}
      data-worse={worse}
      title={worse === 0 ? undefined : 'Worse than all rows together'}
    >
      {columnFigure(value)}
      {worse > 0 && <span aria-hidden> ▾</span>}
    </span>
  );
}

/** 0: as good as all rows or better; 1 to 3: worse by up to 5, 15 and more percent. */
export function worseBy(
  value: number,
  overall: number | null,
  metric: MetricName,
): 0 | 1 | 2 | 3 {
  const better = BETTER[metric];
  if (overall === null || overall === 0 || better === 'neither') return 0;
  const lost =
    ((overall - value) / Math.abs(overall)) * (better === 'higher' ? 1 : -1);
  if (lost <= 0.005) return 0;
  if (lost <= 0.05) return 1;
  return lost <= 0.15 ? 2 : 3;
}
