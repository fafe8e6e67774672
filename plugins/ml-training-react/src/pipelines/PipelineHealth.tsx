import { parseEntityRef } from '@backstage/catalog-model';
import type { PipelineSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useAnswer } from '../client/useAnswer';
import { EmptyState } from '../feedback/EmptyState';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { MaybeLink } from '../routes/MaybeLink';
import { useTrainingLinks } from '../routes/useTrainingLinks';
import { RUN_COLUMNS } from '../runs/runColumns';
import { RunsTable } from '../runs/RunsTable';
import { durationText } from '../values/durationText';
import { When } from '../values/When';
import { healthWords } from './healthWords';
import { QualityTrend } from './QualityTrend';
import { RunStrip } from './RunStrip';
import styles from './pipelines.module.css';

/** How a pipeline is doing: words, its last runs as a strip, its trend, and the newest runs. */
export function PipelineHealth({
  entity,
}: {
  /** The Component in the catalog. */
  readonly entity: string;
}) {
  const { namespace, name } = parseEntityRef(entity);
  const pipeline = useAnswer(
    'showPipeline',
    { namespace, name },
    { again: () => AGAIN },
  );
  if (pipeline.status === 'failed') {
    return <ErrorPanel error={pipeline.error} retry={pipeline.refresh} />;
  }
  return (
    <Flex direction="column" gap="5">
      {pipeline.status === 'loading' ? (
        <HealthSkeleton />
      ) : (
        <HealthOf pipeline={pipeline.answer} />
      )}
      <NewestRuns entity={entity} />
    </Flex>
  );
}

/** What is known of a pipeline without asking further. */
export function HealthOf({ pipeline }: { readonly pipeline: PipelineSummary }) {
  const { verdict, says } = healthWords(pipeline, new Date());
  const { lastRuns, successRate, usualSeconds, lastSuccess, name } = pipeline;
  return (
    <Flex direction="column" gap="4">
      <Alert
        status={STATUS[verdict]}
        icon
        title={TITLE[verdict]}
        description={says.join(' ')}
      />
      <dl className={styles.facts}>
        <Fact name="Last runs">
          <RunStrip runs={lastRuns} of={pipeline.title ?? name} />
        </Fact>
        <Fact name="Quality">
          <QualityTrend runs={lastRuns} />
        </Fact>
        <Fact name="Success rate">{percentText(successRate)}</Fact>
        <Fact name="Usual duration">
          {usualSeconds === null ? '–' : durationText(usualSeconds)}
        </Fact>
        <Fact name="Last success">
          <When at={lastSuccess} />
        </Fact>
      </dl>
    </Flex>
  );
}

/** `92 %`; a gap where no run has ended. */
export function percentText(rate: number | null): string {
  return rate === null ? '–' : `${Math.round(100 * rate)} %`;
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function HealthSkeleton() {
  return (
    <Flex
      direction="column"
      gap="4"
      aria-busy
      aria-label="Loading"
      role="status"
    >
      <Skeleton width="100%" height={72} />
      <Skeleton width="100%" height={64} />
    </Flex>
  );
}

/** Its pipeline is the page's own. */
const COLUMNS = RUN_COLUMNS.filter(({ id }) => id !== 'owner');

function NewestRuns({ entity }: { readonly entity: string }) {
  const links = useTrainingLinks();
  const runs = useAnswer(
    'listRuns',
    { pipeline: [entity], limit: NEWEST },
    { again: () => AGAIN },
  );
  return (
    <section>
      <Flex justify="between" align="center">
        <Text as="h3" variant="title-x-small">
          Newest runs
        </Text>
        <MaybeLink href={links.runs(new URLSearchParams({ pipeline: entity }))}>
          All its runs
        </MaybeLink>
      </Flex>
      {runs.status === 'failed' ? (
        <ErrorPanel error={runs.error} retry={runs.refresh} />
      ) : (
        <RunsTable
          label="Newest runs"
          columns={COLUMNS}
          runs={runs.status === 'loaded' ? runs.answer.items : undefined}
          empty={
            <EmptyState title="No run yet">
              Its runs will be listed here, newest first.
            </EmptyState>
          }
        />
      )}
    </section>
  );
}

const NEWEST = 10;
/** Milliseconds; the service's own hint usually comes first. */
const AGAIN = 10_000;

const STATUS = {
  healthy: 'success',
  'needs attention': 'warning',
  unknown: 'info',
} as const;

const TITLE = {
  healthy: 'Healthy',
  'needs attention': 'Needs attention',
  unknown: 'Not known yet',
} as const;
