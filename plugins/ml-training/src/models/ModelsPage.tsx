import {
  CursorPager,
  ModelsTable,
  EmptyState,
  ErrorPanel,
  ListSkeleton,
  useAnswer,
  useListState,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Flex, SearchField } from '@backstage/ui';

/** Every model that a pipeline has made, and that the reader may see. */
export function ModelsPage() {
  const { text, cursor, look, go } = useListState();
  const asked = useAnswer(
    'listModels',
    { ...(text !== '' && { text }), ...(cursor && { cursor }) },
    { again: () => 15_000 },
  );
  return (
    <Container>
      <Flex direction="column" gap="4">
        <SearchField
          aria-label="Find a model"
          placeholder="Find a model"
          defaultValue={text}
          onChange={look}
        />
        {asked.status === 'loading' && <ListSkeleton />}
        {asked.status === 'failed' && (
          <ErrorPanel error={asked.error} retry={asked.refresh} />
        )}
        {asked.status === 'loaded' && (
          <>
            {asked.stale && (
              <ErrorPanel error={asked.stale} means="The list may be old." />
            )}
            {asked.answer.items.length > 0 ? (
              <ModelsTable models={asked.answer.items} />
            ) : (
              <Nothing text={text} />
            )}
            <CursorPager page={asked.answer} go={go} />
          </>
        )}
      </Flex>
    </Container>
  );
}

function Nothing({ text }: { readonly text: string }) {
  return text === '' ? (
    <EmptyState title="No models yet">
      A run of a pipeline makes the first one: open Pipelines and press Run now.
    </EmptyState>
  ) : (
    <EmptyState title={`No model is called like “${text}”`} />
  );
}
