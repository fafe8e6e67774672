import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { MaybeLink } from '../routes/MaybeLink';
import type { TrainingLinks } from '../routes/useTrainingLinks';
import { RunStateBadge } from '../states/StateBadge';
import { Figure } from '../values/Figure';
import { When } from '../values/When';
import { RunDuration } from './RunDuration';
import { RunGates } from './RunGates';
import { RunHeadline } from './RunHeadline';
import { RunName } from './RunName';
import { PURPOSE_WORDS, TRIGGER_WORDS } from './runWords';
import styles from './runs.module.css';

export interface RunColumn {
  /** Also what the service sorts by, where `sortable`. */
  readonly id: string;
  readonly label: string;
  readonly cell: (run: RunSummary, links: TrainingLinks) => ReactNode;
  readonly sortable?: boolean;
  readonly numbers?: boolean;
  /** In rem; what has none takes the rest. */
  readonly width?: number;
  /** Where there is too little room the highest are left out first; 0 never is. */
  readonly rank: number;
}

/** The columns of a list of runs, in their order. */
export const RUN_COLUMNS: readonly RunColumn[] = [
  {
    id: 'state',
    label: 'State',
    cell: ({ state, because }) => (
      <span title={because ?? undefined}>
        <RunStateBadge state={state} />
        {because && <VisuallyHidden>{because}</VisuallyHidden>}
      </span>
    ),
    sortable: true,
    width: 6.75,
    rank: 0,
  },
  {
    id: 'pipeline',
    label: 'Run',
    cell: (run, links) => <RunName run={run} links={links} />,
    sortable: true,
    rank: 0,
  },
  {
    id: 'submitted',
    label: 'Started',
    cell: ({ startedAt, submittedAt }) =>
      startedAt === null ? (
        <span className={styles.stack}>
          Asked for
          <span className={styles.small}>
            <When at={submittedAt} />
          </span>
        </span>
      ) : (
        <When at={startedAt} />
      ),
    sortable: true,
    width: 6.5,
    rank: 1,
  },
  {
    id: 'duration',
    label: 'Duration',
    cell: run => <RunDuration run={run} />,
    sortable: true,
    numbers: true,
    width: 6.75,
    rank: 2,
  },
  {
    id: 'headline',
    label: 'Result',
    cell: ({ headline }) => <RunHeadline headline={headline} />,
    sortable: true,
    numbers: true,
    width: 7.75,
    rank: 3,
  },
  {
    id: 'gates',
    label: 'Gates',
    cell: ({ gates }) => <RunGates gates={gates} />,
    sortable: true,
    width: 6.25,
    rank: 4,
  },
  {
    id: 'engine',
    label: 'Engine',
    cell: ({ engine }) => engine,
    sortable: true,
    width: 6,
    rank: 7,
  },
  {
    id: 'trigger',
    label: 'Trigger',
    cell: ({ trigger, principal, purpose }) => (
      <span className={styles.stack} title={principal}>
        {TRIGGER_WORDS[trigger]}
        {purpose !== 'train' &&
          PURPOSE_WORDS[purpose] !== TRIGGER_WORDS[trigger] && (
            <span className={styles.small}>{PURPOSE_WORDS[purpose]}</span>
          )}
      </span>
    ),
    sortable: true,
    width: 6.25,
    rank: 6,
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: ({ owner }, links) => (
      <MaybeLink href={links.entity(owner)}>
        {parseEntityRef(owner).name}
      </MaybeLink>
    ),
    sortable: true,
    width: 6.25,
    rank: 5,
  },
];

/** A metric or parameter that was asked for as a column, such as `metrics.auc`. */
export function valueColumn(name: string): RunColumn {
  return {
    id: name,
    label: name.replace(/^(metrics|params)\./, ''),
    cell: ({ columns: { [name]: value } }) =>
      typeof value === 'string' ? (
        value
      ) : (
        <Figure value={value} inColumn={name.startsWith('metrics.')} />
      ),
    sortable: true,
    numbers: true,
    width: 7,
    rank: 0,
  };
}
