import { Flex, Skeleton } from '@backstage/ui';

/** A list before it is there, in its final shape. */
export function ListSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <Flex direction="column" gap="2" aria-busy="true" aria-label="Loading">
      {[...Array(rows).keys()].map(row => (
        <Skeleton key={row} width="100%" height={44} />
      ))}
    </Flex>
  );
}
