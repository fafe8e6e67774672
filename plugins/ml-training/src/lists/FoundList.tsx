import {
  WhenAnswered,
  type Answered,
  CursorPager,
  EmptyState,
  type useListState,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Container, Flex, SearchField } from '@backstage/ui';
import type { ReactNode } from 'react';

interface FoundPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number | null;
}

/** A list that is searched by name, page by page. */
export function FoundList<Item>({
  what,
  list,
  asked,
  children,
}: {
  /** One of them, such as `model`. */
  readonly what: string;
  readonly list: ReturnType<typeof useListState>;
  readonly asked: Answered<FoundPage<Item>> & {
    readonly refresh: () => void;
  };
  readonly children: (items: readonly Item[]) => ReactNode;
}) {
  return (
    <Container>
      <Flex direction="column" gap="4">
        <SearchField
          aria-label={`Find a ${what}`}
          placeholder={`Find a ${what}`}
          defaultValue={list.text}
          onChange={list.look}
        />
        <WhenAnswered asked={asked}>
          {page => (
            <>
              {page.items.length > 0 ? (
                children(page.items)
              ) : (
                <Nothing what={what} text={list.text} />
              )}
              <CursorPager page={page} go={list.go} />
            </>
          )}
        </WhenAnswered>
      </Flex>
    </Container>
  );
}

function Nothing({
  what,
  text,
}: {
  readonly what: string;
  readonly text: string;
}) {
  return text === '' ? (
    <EmptyState title={`No ${what}s yet`}>
      A run of a pipeline makes the first one: open Pipelines and press Run now.
    </EmptyState>
  ) : (
    <EmptyState title={`No ${what} is called like “${text}”`} />
  );
}
