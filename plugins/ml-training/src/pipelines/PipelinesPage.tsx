import {
  CursorPager,
  EmptyState,
  ErrorPanel,
  useAnswer,
  useListState,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Flex, SearchField } from '@backstage/ui';
import { PipelinesTable } from './PipelinesTable';

/** Milliseconds between two looks; the service's own hint usually comes first. */
const AGAIN = 10_000;

/** Which pipelines are there, and how are they doing? */
export function PipelinesPage() {
  const { text, cursor, look, go } = useListState();
  const pipelines = useAnswer(
    'listPipelines',
    { ...(text && { text }), ...(cursor && { cursor }) },
    { again: () => AGAIN },
  );
  return (
    <Container py="4">
      <Flex direction="column" gap="4">
        <SearchField
          aria-label="Find a pipeline"
          placeholder="Find a pipeline by name or description"
          value={text}
          onChange={look}
        />
        {pipelines.status === 'failed' ? (
          <ErrorPanel error={pipelines.error} retry={pipelines.refresh} />
        ) : (
          <>
            {pipelines.status === 'loaded' && pipelines.stale && (
              <ErrorPanel
                error={pipelines.stale}
                means="The list may be old."
                retry={pipelines.refresh}
              />
            )}
            <PipelinesTable
              label="Pipelines"
              pipelines={
                pipelines.status === 'loaded'
                  ? pipelines.answer.items
                  : undefined
              }
              empty={<NoPipelines looked={text !== ''} />}
            />
            {pipelines.status === 'loaded' && (
              <CursorPager page={pipelines.answer} go={go} />
            )}
          </>
        )}
      </Flex>
    </Container>
  );
}

function NoPipelines({ looked }: { readonly looked: boolean }) {
  if (looked) {
    return (
      <EmptyState title="No pipeline is called like that">
        Look for a part of its name, title or description.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No pipeline yet" command="npm run demo">
      A pipeline is a Component of type training-pipeline in the catalog, beside
      its pipeline.yaml. To see one, run the example that comes with Trainyard:
    </EmptyState>
  );
}
