import { Flex } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { Answered as Answer } from '../client/useAnswer';
import { ListSkeleton } from '../tables/ListSkeleton';
import { ErrorPanel } from './ErrorPanel';

/** What is known of an answer: its shape while it loads, why it failed, or itself, and whether it may be old. */
export function WhenAnswered<Known>({
  asked,
  rows,
  children,
}: {
  readonly asked: Answer<Known> & { readonly refresh: () => void };
  /** Of the skeleton. */
  readonly rows?: number;
  readonly children: (answer: Known) => ReactNode;
}) {
  if (asked.status === 'loading') return <ListSkeleton rows={rows} />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  return (
    <Flex direction="column" gap="4">
      {asked.stale && (
        <ErrorPanel error={asked.stale} means="What is shown may be old." />
      )}
      {children(asked.answer)}
    </Flex>
  );
}
