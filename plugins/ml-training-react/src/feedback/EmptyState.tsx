import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

/** What a page will show, and the one command or button that fills it. */
export function EmptyState({
  title,
  children,
  command,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly command?: string;
}) {
  return (
    <Flex direction="column" align="center" gap="3" p="8">
      <Text variant="title-x-small" as="h3">
        {title}
      </Text>
      {children && <Text color="secondary">{children}</Text>}
      {command && <code>{command}</code>}
    </Flex>
  );
}
