import { useRouteRef } from '@backstage/frontend-plugin-api';
import { countText } from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import type { Subject } from '../entities/subjectOf';
import { Facts } from '../evidence/Facts';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { datasetRouteRef } from '../routes/routes';
import { ListSkeleton } from '../tables/ListSkeleton';
import { When } from '../values/When';

/** A dataset in a few lines, beside other cards of its entity. */
export function DatasetCard({ namespace, name }: Subject) {
  const datasetPage = useRouteRef(datasetRouteRef);
  const asked = useAnswer(
    'showDataset',
    { namespace, name },
    { again: () => 30_000 },
  );
  const newest =
    asked.status === 'loaded' ? asked.answer.versionList[0] : undefined;
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Newest version
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
                ['Version', newest?.version ?? null],
                [
                  'Rows',
                  newest && newest.rows !== null
                    ? countText(newest.rows)
                    : null,
                ],
                ['Columns', newest ? String(newest.columns.length) : null],
                ['Checks', newest?.verdict ?? null],
                ['Published', newest && <When at={newest.publishedAt} />],
              ]}
            />
            {datasetPage && (
              <Link href={datasetPage({ namespace, name })}>
                Schema, checks and all versions
              </Link>
            )}
          </Flex>
        )}
      </CardBody>
    </Card>
  );
}
