import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EntityLink,
  MaybeLink,
  RUN_STATE_WORDS,
  RunDuration,
  RunStateBadge,
  TRIGGER_WORDS,
  useTrainingLinks,
  When,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from '../run.module.css';
import { RunActions } from './RunActions';

/** What the run is and how it stands, before anything else. */
export function RunHeader({
  run,
  refresh,
}: {
  readonly run: RunDetail;
  readonly refresh: () => void;
}) {
  return (
    <Flex direction="column" gap="3">
      <div className={styles.header}>
        <Flex align="center" gap="3">
          <Text variant="title-small" as="h2" className={styles.title}>
            {run.run}
          </Text>
          <RunStateBadge state={run.state} />
          <Text color="secondary">{stateText(run)}</Text>
        </Flex>
        <RunActions run={run} refresh={refresh} />
      </div>
      <RunFacts run={run} />
    </Flex>
  );
}

function stateText({ state, steps }: RunDetail): string {
  return state === 'running'
    ? `${steps.done} of ${steps.total} steps are done.`
    : RUN_STATE_WORDS[state].means;
}

function RunFacts({ run }: { readonly run: RunDetail }) {
  const links = useTrainingLinks();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'Pipeline',
      <MaybeLink href={links.pipeline(run.pipeline.entity)}>
        {run.pipeline.name}
      </MaybeLink>,
    ],
    ['Owner', <EntityLink entity={run.owner} />],
    [
      'Set off by',
      <>
        {TRIGGER_WORDS[run.trigger]}, for <Principal of={run.principal} />
      </>,
    ],
    ['Attempt', attemptText(run)],
    ['Submitted', <When at={run.submittedAt} />],
    ['Started', <When at={run.startedAt} />],
    ['Ended', <When at={run.endedAt} />],
    ['Duration', <RunDuration run={run} />],
    ...(run.parent === null
      ? []
      : [
          [
            'Repeats',
            <MaybeLink href={links.run(run.parent)}>{run.parent}</MaybeLink>,
          ] as const,
        ]),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A person has a page; a service does not. */
function Principal({ of }: { readonly of: string }) {
  return of.startsWith('user:') ? <EntityLink entity={of} /> : <>{of}</>;
}

function attemptText({ attempt, attempts, engine }: RunDetail): string {
  const of = attempts.length > 1 ? ` of ${attempts.length}` : '';
  return `${attempt}${of} on ${engine}`;
}
