import { Flex, Skeleton, Text } from '@backstage/ui';
import { RUN_TABS } from './useRunPlace';

/** The page of a run before anything is known of it, in the shape that it will have. */
export function RunSkeleton({ run }: { readonly run: string }) {
  return (
    <Flex direction="column" gap="4" aria-busy="true" aria-label="Loading">
      <Flex justify="between" align="center">
        <Flex align="center" gap="3">
          <Text variant="title-small" as="h2">
            {run}
          </Text>
          <Skeleton width={90} height={24} />
        </Flex>
        <Skeleton width={420} height={32} />
      </Flex>
      <Skeleton width="70%" height={20} />
      <Flex gap="4">
        {RUN_TABS.map(tab => (
          <Skeleton key={tab} width={80} height={28} />
        ))}
      </Flex>
      {[...Array(12).keys()].map(row => (
        <Skeleton key={row} width="100%" height={36} />
      ))}
    </Flex>
  );
}
