import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import type { Subject } from '../entities/subjectOf';
import { Facts } from '../evidence/Facts';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { modelRouteRef } from '../routes/routes';
import { Figure } from '../values/Figure';
import { metricWords } from '../values/metricWords';
import { When } from '../values/When';
import { StageBadge } from './StageBadge';

/** A model in a few lines, beside other cards of its entity. */
export function ModelCard({ namespace, name }: Subject) {
  const modelPage = useRouteRef(modelRouteRef);
  const asked = useAnswer(
    'showModel',
    { namespace, name },
    { again: () => 30_000 },
  );
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Versions
        </Text>
      </CardHeader>
      <CardBody>
        <WhenAnswered asked={asked} rows={3}>
          {answer => (
            <Flex direction="column" gap="3">
              <Facts
                facts={[
                  [
                    'Champion',
                    answer.champion
                      ? `version ${answer.champion.version}`
                      : 'none yet',
                  ],
                  [
                    'Newest',
                    answer.newest && (
                      <Flex align="center" gap="2">
                        version {answer.newest.version}
                        <StageBadge stage={answer.newest.stage} />
                      </Flex>
                    ),
                  ],
                  [
                    metricWords(answer.newest?.headline?.metric ?? 'Headline'),
                    answer.newest?.headline && (
                      <Figure value={answer.newest.headline.value} />
                    ),
                  ],
                  [
                    'Registered',
                    answer.newest && <When at={answer.newest.registeredAt} />,
                  ],
                ]}
              />
              {modelPage && (
                <Link href={modelPage({ namespace, name })}>All versions</Link>
              )}
            </Flex>
          )}
        </WhenAnswered>
      </CardBody>
    </Card>
  );
}
