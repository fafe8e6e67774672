import {
  hasEnded,
  scope as scopes,
  type Overview,
  type Scope,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  ErrorPanel,
  useAnswer,
} from '@trainyard/backstage-plugin-ml-training-react';
import {
  Alert,
  Container,
  Flex,
  Skeleton,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { useSearchParams } from 'react-router-dom';
import { PipelinesTable } from '../pipelines/PipelinesTable';
import { NothingHere } from './NothingHere';
import { needsWords } from './needsWords';
import { OverviewSection } from './OverviewSection';
import { RunLines } from './RunLines';
import { StaleLines } from './StaleLines';
import { VersionLines } from './VersionLines';

/** Milliseconds between two looks, while something runs and while nothing does. */
const SOON = 3000;
const LATER = 15_000;

const SCOPE_WORDS: Record<Scope, string> = {
  mine: 'Mine',
  teams: 'My teams',
  all: 'All',
};

/** What needs me now? Whose is in the address. */
export function OverviewPage() {
  const [search, setSearch] = useSearchParams();
  const asked = scopes.safeParse(search.get('scope'));
  const scope = asked.success ? asked.data : 'teams';
  const setScope = (next: Scope) =>
    setSearch(next === 'teams' ? {} : { scope: next });
  const overview = useAnswer(
    'overview',
    { scope },
    {
      again: ({ running }) =>
        running.every(({ state }) => hasEnded(state)) ? LATER : SOON,
    },
  );
  return (
    <Container py="4">
      <Flex direction="column" gap="6">
        <Flex align="center" justify="between">
          <Text as="h2" variant="title-small">
            What needs me now?
          </Text>
          <ToggleButtonGroup
            aria-label="Whose"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[scope]}
            onSelectionChange={([next]) => {
              const chosen = scopes.safeParse(next);
              if (chosen.success) setScope(chosen.data);
            }}
          >
            {scopes.options.map(one => (
              <ToggleButton key={one} id={one}>
                {SCOPE_WORDS[one]}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </Flex>
        {overview.status === 'loading' && <OverviewSkeleton />}
        {overview.status === 'failed' && (
          <ErrorPanel error={overview.error} retry={overview.refresh} />
        )}
        {overview.status === 'loaded' && (
          <>
            {overview.stale && (
              <ErrorPanel
                error={overview.stale}
                means="What is shown may be old."
                retry={overview.refresh}
              />
            )}
            <Needs overview={overview.answer} scope={scope} />
          </>
        )}
      </Flex>
    </Container>
  );
}

function Needs({
  overview,
  scope,
}: {
  readonly overview: Overview;
  readonly scope: Scope;
}) {
  const { troubled, running, stale, candidates, champions, pipelines } =
    overview;
  const needs = needsWords(overview);
  const parts = [troubled.runs, running, stale, candidates, champions];
  if ([...parts, pipelines].every(part => part.length === 0)) {
    return <NothingHere scope={scope} />;
  }
  return (
    <>
      <Alert
        status={needs.length === 0 ? 'success' : 'warning'}
        icon
        title={needs.length === 0 ? 'Nothing needs you now' : needs.join(' ')}
      />
      <OverviewSection
        title="Failed, blocked or lost"
        says="Newest first. Each says what happened; the run's page says what helps."
        shown={troubled.runs.length}
        more={troubled.more}
      >
        <RunLines label="Failed, blocked or lost" runs={troubled.runs} />
      </OverviewSection>
      <OverviewSection
        title="Decisions that wait"
        says="Candidates whose gates have passed: somebody has to say yes or no."
        shown={candidates.length}
      >
        <VersionLines label="Decisions that wait" versions={candidates} />
      </OverviewSection>
      <OverviewSection
        title="Too long without success"
        says="Their last success is more than three times as old as usual."
        shown={stale.length}
      >
        <StaleLines pipelines={stale} />
      </OverviewSection>
      <OverviewSection
        title="Running now"
        says="Queued and running, with how far they are."
        shown={running.length}
      >
        <RunLines label="Running now" runs={running} />
      </OverviewSection>
      <OverviewSection
        title="Champions"
        says="The versions that serve, newest first."
        shown={champions.length}
      >
        <VersionLines label="Champions" versions={champions} />
      </OverviewSection>
      <OverviewSection
        title="Pipelines"
        says="Their last runs, and how good the models are that came out."
        shown={pipelines.length}
      >
        <PipelinesTable label="Pipelines" pipelines={pipelines} />
      </OverviewSection>
    </>
  );
}

function OverviewSkeleton() {
  return (
    <Flex
      direction="column"
      gap="5"
      aria-busy
      aria-label="Loading"
      role="status"
    >
      <Skeleton width="100%" height={52} />
      <Skeleton width="25%" height={24} />
      <Skeleton width="100%" height={160} />
      <Skeleton width="25%" height={24} />
      <Skeleton width="100%" height={240} />
    </Flex>
  );
}
