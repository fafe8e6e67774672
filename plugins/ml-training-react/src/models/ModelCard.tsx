import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import type { Subject } from '../entities/subjectOf';
import { Facts } from '../evidence/Facts';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { modelRouteRef } from '../routes/routes';
import { ListSkeleton } from '../tables/ListSkeleton';
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
        {asked.status === 'loading' && <ListSkeleton rows={3} />}
        {asked.status === 'failed' && (
          <ErrorPanel error={asked.error} retry={asked.refresh} />
        )}
        {asked.status === 'loaded' && (
          <Flex direction="column" gap="3">
            <Facts
              facts={[
                [
                  'Champion',
                  asked.answer.champion
                    ? `version ${asked.answer.champion.version}`
                    : 'none yet',
                ],
                [
                  'Newest',
                  asked.answer.newest && (
                    <Flex align="center" gap="2">
                      version {asked.answer.newest.version}
                      <StageBadge stage={asked.answer.newest.stage} />
                    </Flex>
                  ),
                ],
                [
                  metricWords(
                    asked.answer.newest?.headline?.metric ?? 'Headline',
                  ),
                  asked.answer.newest?.headline && (
                    <Figure value={asked.answer.newest.headline.value} />
                  ),
                ],
                [
                  'Registered',
                  asked.answer.newest && (
                    <When at={asked.answer.newest.registeredAt} />
                  ),
                ],
              ]}
            />
            {modelPage && (
              <Link href={modelPage({ namespace, name })}>All versions</Link>
            )}
          </Flex>
        )}
      </CardBody>
    </Card>
  );
}
