import { Button, Flex, Text } from '@backstage/ui';

/** Steps through the pages of a list; the cursor is the caller's to keep in the URL. */
export function CursorPager({
  page,
  go,
}: {
  readonly page: {
    readonly next: string | null;
    readonly previous: string | null;
    readonly total: number | null;
  };
  readonly go: (cursor: string) => void;
}) {
  const { next, previous, total } = page;
  if (!next && !previous) return null;
  return (
    <Flex align="center" justify="end" gap="3">
      <Text color="secondary">
        {total === null ? 'More than 10,000' : total.toLocaleString('en')} in
        all
      </Text>
      <Button
        variant="secondary"
        isDisabled={!previous}
        onPress={() => previous && go(previous)}
      >
        Previous
      </Button>
      <Button
        variant="secondary"
        isDisabled={!next}
        onPress={() => next && go(next)}
      >
        Next
      </Button>
    </Flex>
  );
}
