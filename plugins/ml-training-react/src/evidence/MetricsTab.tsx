import {
  BETTER,
  calibrationCurve,
  hasEnded,
  metricCurve,
  type EvaluationDocument,
  type EvidenceView,
  type MetricName,
  type MetricPoint,
  type RunDetail,
  type SplitEvaluation,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { ChartWithTable } from '../charts/ChartWithTable';
import { useAnswer } from '../client/useAnswer';
import { EmptyState } from '../feedback/EmptyState';
import { FactTable } from '../tables/FactTable';
import { Figure } from '../values/Figure';
import { Evidence } from './Evidence';
import { SegmentHeat } from './SegmentHeat';

/** How good the model is: results by split, calibration, segments, and how the training went. */
export function MetricsTab({ run }: { readonly run: RunDetail }) {
  return (
    <Flex direction="column" gap="4">
      <Evidence run={run}>
        {({ evaluation }: EvidenceView) =>
          evaluation ? (
            <Evaluated evaluation={evaluation} />
          ) : (
            <EmptyState title="Not evaluated yet">
              Metrics of the platform appear when the model has been scored and
              evaluated.
            </EmptyState>
          )
        }
      </Evidence>
      <Curves run={run} />
    </Flex>
  );
}

function Evaluated({
  evaluation,
}: {
  readonly evaluation: EvaluationDocument;
}) {
  return (
    <>
      {Object.entries(evaluation.labels).map(([label, splits]) => (
        <Flex key={label} direction="column" gap="4">
          <Results label={label} splits={splits} evaluation={evaluation} />
          <Calibration label={label} test={splits.test} />
          <SegmentHeat
            label={label}
            evaluation={splits.test}
            metrics={evaluation.metrics}
          />
        </Flex>
      ))}
      <Text variant="body-small" color="secondary">
        Measured by {evaluation.evaluator.name} {evaluation.evaluator.version};{' '}
        intervals and latency were not measured.
      </Text>
    </>
  );
}

const BETTER_WORDS = {
  higher: 'higher',
  lower: 'lower',
  neither: '–',
} as const;

interface ResultRow {
  readonly metric: MetricName;
  readonly scores: 'raw' | 'calibrated';
  readonly validation: number | null | undefined;
  readonly test: number | null | undefined;
}

function Results({
  label,
  splits,
  evaluation,
}: {
  readonly label: string;
  readonly splits: {
    readonly validation: SplitEvaluation;
    readonly test: SplitEvaluation;
  };
  readonly evaluation: EvaluationDocument;
}) {
  const kinds = splits.test.calibrated
    ? (['calibrated', 'raw'] as const)
    : (['raw'] as const);
  const rows: ResultRow[] = evaluation.metrics.flatMap(metric =>
    kinds.map(scores => ({
      metric,
      scores,
      validation: splits.validation[scores]?.overall.metrics[metric],
      test: splits.test[scores]?.overall.metrics[metric],
    })),
  );
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Results for {label}
        </Text>
      </CardHeader>
      <CardBody>
        <FactTable
          keyOf={({ metric, scores }) => `${metric} ${scores}`}
          rows={rows}
          columns={[
            {
              heading: 'Metric',
              value: ({ metric }) =>
                metric === evaluation.primary ? (
                  <strong>{metric} (headline)</strong>
                ) : (
                  metric
                ),
            },
            { heading: 'Scores', value: ({ scores }) => scores },
            {
              heading: 'Better',
              value: ({ metric }) => BETTER_WORDS[BETTER[metric]],
            },
            {
              heading: 'Validation',
              numbers: true,
              value: row => <Figure inColumn value={row.validation} />,
            },
            {
              heading: 'Test',
              numbers: true,
              value: row => <Figure inColumn value={row.test} />,
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function Calibration({
  label,
  test,
}: {
  readonly label: string;
  readonly test: SplitEvaluation;
}) {
  const series = (['raw', 'calibrated'] as const).flatMap(scores => {
    const bins = test[scores]?.overall.reliability;
    return bins ? [{ scores, bins }] : [];
  });
  if (series.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Calibration of {label} on test: what was predicted against what
          happened
        </Text>
      </CardHeader>
      <CardBody>
        <ChartWithTable
          chart={calibrationCurve(label, series)}
          table={
            <FactTable
              keyOf={row => `${row.scores} ${row.predicted}`}
              rows={series.flatMap(({ scores, bins }) =>
                bins.map(bin => ({ scores, ...bin })),
              )}
              columns={[
                { heading: 'Scores', value: row => row.scores },
                {
                  heading: 'Predicted',
                  numbers: true,
                  value: row => <Figure inColumn value={row.predicted} />,
                },
                {
                  heading: 'Happened',
                  numbers: true,
                  value: row => <Figure inColumn value={row.observed} />,
                },
                {
                  heading: 'Rows',
                  numbers: true,
                  value: row => <Figure value={row.rows} />,
                },
              ]}
            />
          }
        />
      </CardBody>
    </Card>
  );
}

/** What the team's own command reported while it trained. */
function Curves({ run }: { readonly run: RunDetail }) {
  const asked = useAnswer(
    'showMetrics',
    { run: run.run },
    { again: () => (hasEnded(run.state) ? undefined : 2000) },
  );
  if (asked.status !== 'loaded') return null;
  return (
    <>
      {Object.entries(asked.answer.curves).map(([name, points]) => (
        <Curve key={name} name={name} points={points} />
      ))}
    </>
  );
}

function Curve({
  name,
  points,
}: {
  readonly name: string;
  readonly points: readonly MetricPoint[];
}) {
  const curve = points.flatMap(({ step, value }) =>
    step === undefined ? [] : [{ step, value }],
  );
  if (curve.length < 2) return null;
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          {name} while training
        </Text>
      </CardHeader>
      <CardBody>
        <ChartWithTable
          chart={metricCurve(name, curve)}
          table={
            <FactTable
              keyOf={({ step }) => String(step)}
              rows={curve}
              columns={[
                { heading: 'Training step', value: ({ step }) => step },
                {
                  heading: name,
                  numbers: true,
                  value: ({ value }) => <Figure inColumn value={value} />,
                },
              ]}
            />
          }
        />
      </CardBody>
    </Card>
  );
}
