import type { PipelineSummary } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EntityLink,
  MaybeLink,
  percentText,
  durationText,
  QualityTrend,
  RunStrip,
  useTrainingLinks,
  When,
} from '@trainyard/backstage-plugin-ml-training-react';
import {
  Badge,
  Cell,
  Column,
  Row,
  Skeleton,
  TableBody,
  TableHeader,
  TableRoot,
  useBreakpoint,
  VisuallyHidden,
} from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './pipelinesPage.module.css';

interface PipelineColumn {
  readonly id: string;
  readonly label: string;
  readonly cell: (pipeline: PipelineSummary) => ReactNode;
  readonly width?: string;
  readonly numbers?: boolean;
  /** Left out on narrower screens. */
  readonly from?: 'md' | 'lg';
}

const ROW_HEADER = 'pipeline';

const COLUMNS: readonly PipelineColumn[] = [
  {
    id: ROW_HEADER,
    label: 'Pipeline',
    cell: pipeline => <PipelineName pipeline={pipeline} />,
  },
  {
    id: 'strip',
    label: 'Last runs',
    cell: ({ lastRuns, title, name }) => (
      <RunStrip runs={lastRuns} of={title ?? name} most={10} />
    ),
    width: '11rem',
  },
  {
    id: 'rate',
    label: 'Succeeded',
    cell: ({ successRate }) => percentText(successRate),
    width: '6.75rem',
    numbers: true,
    from: 'md',
  },
  {
    id: 'duration',
    label: 'Usually',
    cell: ({ usualSeconds }) =>
      usualSeconds === null ? '–' : durationText(usualSeconds),
    width: '5.5rem',
    numbers: true,
    from: 'md',
  },
  {
    id: 'quality',
    label: 'Quality',
    cell: ({ lastRuns }) => <QualityTrend runs={lastRuns} />,
    width: '14.5rem',
    from: 'lg',
  },
  {
    id: 'success',
    label: 'Last success',
    cell: ({ lastSuccess, stale }) => (
      <span className={styles.stack}>
        {lastSuccess === null ? 'Never' : <When at={lastSuccess} />}
        {stale && <StaleMark />}
      </span>
    ),
    width: '7.5rem',
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: ({ owner }) => <EntityLink entity={owner} />,
    width: '6.5rem',
    from: 'lg',
  },
];

/** Pipelines as rows, each with how it is doing. */
export function PipelinesTable({
  label,
  pipelines,
  empty,
}: {
  /** What the table holds, for screen readers. */
  readonly label: string;
  /** Undefined while they are asked. */
  readonly pipelines: readonly PipelineSummary[] | undefined;
  readonly empty?: ReactNode;
}) {
  const { up } = useBreakpoint();
  const columns = COLUMNS.filter(({ from }) => from === undefined || up(from));
  const items: readonly {
    readonly id: string;
    readonly pipeline?: PipelineSummary;
  }[] =
    pipelines?.map(pipeline => ({ id: pipeline.entity, pipeline })) ??
    Array.from({ length: 5 }, (_, i) => ({ id: `awaited-${i}` }));
  return (
    <TableRoot aria-label={label} isPending={pipelines === undefined}>
      <TableHeader columns={columns}>
        {({ id, label: heading, width, numbers }) => (
          <Column
            id={id}
            isRowHeader={id === ROW_HEADER}
            className={numbers ? styles.numbersHead : styles.head}
            style={{ width }}
          >
            {heading}
          </Column>
        )}
      </TableHeader>
      <TableBody
        items={items}
        dependencies={[columns.length]}
        renderEmptyState={() => empty}
      >
        {({ id, pipeline }) => (
          <Row id={id} columns={columns} className={styles.row}>
            {({ id: column, cell, numbers }) => (
              <Cell className={numbers ? styles.numbers : styles.cell}>
                {pipeline ? (
                  cell(pipeline)
                ) : (
                  <>
                    <Skeleton width="70%" />
                    {column === ROW_HEADER && (
                      <VisuallyHidden>Loading</VisuallyHidden>
                    )}
                  </>
                )}
              </Cell>
            )}
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
}

function PipelineName({
  pipeline: { entity, title, name, description },
}: {
  readonly pipeline: PipelineSummary;
}) {
  const links = useTrainingLinks();
  return (
    <span className={styles.stack}>
      <MaybeLink href={links.pipeline(entity)}>{title ?? name}</MaybeLink>
      {description && (
        <span className={styles.small} title={description}>
          {description}
        </span>
      )}
    </span>
  );
}

/** Its last success is older than usual, by icon and word. */
export function StaleMark() {
  return (
    <Badge
      icon={<RiHistoryLine aria-hidden />}
      className={styles.stale}
      title="The last success is more than three times as old as usual"
    >
      Stale
    </Badge>
  );
}
