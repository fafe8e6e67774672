import { useRouteRef } from '@backstage/frontend-plugin-api';
import { hasEnded } from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import { Facts } from '../evidence/Facts';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { runRouteRef } from '../routes/routes';
import { RunStateBadge } from '../states/StateBadge';
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
        <WhenAnswered asked={asked} rows={4}>
          {answer => (
            <Flex direction="column" gap="3">
              <Facts
                facts={[
                  ['State', <RunStateBadge state={answer.state} />],
                  ['Why', answer.because ?? '–'],
                  ['Submitted', <When at={answer.submittedAt} />],
                  [
                    'Took',
                    answer.durationSeconds === null
                      ? null
                      : durationText(answer.durationSeconds),
                  ],
                  [
                    metricWords(answer.headline?.metric ?? 'Headline'),
                    answer.headline && <Figure value={answer.headline.value} />,
                  ],
                  [
                    'Gates',
                    answer.gates &&
                      `${answer.gates.passed} of ${answer.gates.total} passed`,
                  ],
                ]}
              />
              {runPage && (
                <Link href={runPage({ run })}>Steps, logs and evidence</Link>
              )}
            </Flex>
          )}
        </WhenAnswered>
      </CardBody>
    </Card>
  );
}
