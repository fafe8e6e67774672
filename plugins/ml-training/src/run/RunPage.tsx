import {
  hasEnded,
  TrainingError,
  type RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  ErrorPanel,
  MaybeLink,
  useAnswer,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Flex } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { RunSkeleton } from './RunSkeleton';
import { RunView } from './RunView';
import { StaleNote } from './StaleNote';
import { tabOf, type RunTab } from './useRunPlace';

/** One run: can it be trusted, and if not, why? */
export function RunPage() {
  const { run = '', '*': path } = useParams();
  return (
    <Container py="4">
      {/* Another run is another page: nothing of this one stays. */}
      <FollowedRun key={run} run={run} tab={tabOf(path)} />
    </Container>
  );
}

/** Asks for the run, and again while it goes on. */
function FollowedRun({
  run,
  tab,
}: {
  readonly run: string;
  readonly tab: RunTab;
}) {
  const asked = useAnswer('showRun', { run }, { again: soon });
  if (asked.status === 'loading') return <RunSkeleton run={run} />;
  if (asked.status === 'failed') {
    return <NoRun error={asked.error} retry={asked.refresh} />;
  }
  return (
    <>
      <RunView run={asked.answer} tab={tab} refresh={asked.refresh} />
      {asked.stale && <StaleNote error={asked.stale} retry={asked.refresh} />}
    </>
  );
}

function soon({ state }: RunDetail): number | undefined {
  return hasEnded(state) ? undefined : POLL;
}

/** Well within 1.5 s from the end of a step to the page showing it. */
const POLL = 700;

function NoRun({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry: () => void;
}) {
  const links = useTrainingLinks();
  const status = error instanceof TrainingError ? error.status : undefined;
  return (
    <Flex direction="column" gap="3">
      <ErrorPanel error={error} means={meansOf(status)} retry={retry} />
      <MaybeLink href={links.runs()}>All runs that you may see</MaybeLink>
    </Flex>
  );
}

function meansOf(status: number | undefined): string {
  if (status === 403) {
    return 'The owner of the pipeline or who administers this portal can grant it.';
  }
  if (status === 404) {
    return 'The address may be wrong, or the run belongs to a pipeline that you may not see; its owner can tell.';
  }
  return 'The run itself is not affected by this.';
}
