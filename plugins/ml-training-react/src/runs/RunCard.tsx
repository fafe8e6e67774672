import { useRouteRef } from '@backstage/frontend-plugin-api';
import { hasEnded } from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import { Facts } from '../evidence/Facts';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { runRouteRef } from '../routes/routes';
import { RunStateBadge } from '../states/StateBadge';
import { ListSkeleton } from '../tables/ListSkeleton';
import { durationText } from '../values/durationText';
import { Figure } from '../values/Figure';
import { metricWords } from '../values/metricWords';
import { When } from '../values/When';

/** A run in a few lines, beside other cards of its entity. */
export function RunCard({ run }: { readonly run: string }) {
  const runPage = useRouteRef(runRouteRef);
  const asked = useAnswer(
    'showRun',
    { run },
    { again: ({ state }) => (hasEnded(state) ? undefined : 2000) },
  );
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Run
        </Text>
      </CardHeader>
      <CardBody>
        {asked.status === 'loading' && <ListSkeleton rows={4} />}
        {asked.status === 'failed' && (
          <ErrorPanel error={asked.error} retry={asked.refresh} />
        )}
        {asked.status === 'loaded' && (
          <Flex direction="column" gap="3">
            <Facts
              facts={[
                ['State', <RunStateBadge state={asked.answer.state} />],
                ['Why', asked.answer.because ?? '–'],
                ['Submitted', <When at={asked.answer.submittedAt} />],
                [
                  'Took',
                  asked.answer.durationSeconds === null
                    ? null
                    : durationText(asked.answer.durationSeconds),
                ],
                [
                  metricWords(asked.answer.headline?.metric ?? 'Headline'),
                  asked.answer.headline && (
                    <Figure value={asked.answer.headline.value} />
                  ),
                ],
                [
                  'Gates',
                  asked.answer.gates &&
                    `${asked.answer.gates.passed} of ${asked.answer.gates.total} passed`,
                ],
              ]}
            />
            {runPage && (
              <Link href={runPage({ run })}>Steps, logs and evidence</Link>
            )}
          </Flex>
        )}
      </CardBody>
    </Card>
  );
}
