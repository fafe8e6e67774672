import { useRouteRef } from '@backstage/frontend-plugin-api';
import { countText } from '@trainyard/backstage-plugin-ml-training-common';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import type { Subject } from '../entities/subjectOf';
import { Facts } from '../evidence/Facts';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { datasetRouteRef } from '../routes/routes';
import { When } from '../values/When';

/** A dataset in a few lines, beside other cards of its entity. */
export function DatasetCard({ namespace, name }: Subject) {
  const datasetPage = useRouteRef(datasetRouteRef);
  const asked = useAnswer(
    'showDataset',
    { namespace, name },
    { again: () => 30_000 },
  );
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Newest version
        </Text>
      </CardHeader>
      <CardBody>
        <WhenAnswered asked={asked} rows={3}>
          {({ versionList: [newest] }) => (
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
        </WhenAnswered>
      </CardBody>
    </Card>
  );
}
