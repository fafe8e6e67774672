import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { useAnswer } from '../client/useAnswer';
import { WhenAnswered } from '../feedback/WhenAnswered';
import { pipelineRouteRef } from '../routes/routes';
import { HealthOf } from './PipelineHealth';

/** A pipeline in a few lines, beside other cards of its entity. */
export function PipelineCard({ entity }: { readonly entity: string }) {
  const { namespace, name } = parseEntityRef(entity);
  const pipelinePage = useRouteRef(pipelineRouteRef);
  const asked = useAnswer(
    'showPipeline',
    { namespace, name },
    { again: () => 15_000 },
  );
  return (
    <Card>
      <CardHeader>
        <Text variant="title-x-small" as="h3">
          Training
        </Text>
      </CardHeader>
      <CardBody>
        <WhenAnswered asked={asked} rows={3}>
          {answer => (
            <Flex direction="column" gap="3">
              <HealthOf pipeline={answer} />
              {pipelinePage && (
                <Link href={pipelinePage({ namespace, name })}>
                  Run it, or read its specification
                </Link>
              )}
            </Flex>
          )}
        </WhenAnswered>
      </CardBody>
    </Card>
  );
}
