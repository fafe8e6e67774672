import {
  MaybeLink,
  useTrainingLinks,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';

/** A part of the overview: what it is in words, then its lines; nothing where there are none. */
export function OverviewSection({
  title,
  says,
  shown,
  more = 0,
  children,
}: {
  readonly title: string;
  readonly says: string;
  /** How many lines there are. */
  readonly shown: number;
  /** How many runs are not listed. */
  readonly more?: number;
  readonly children: ReactNode;
}) {
  const id = useId();
  const links = useTrainingLinks();
  if (shown === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Flex direction="column" gap="3">
        <div>
          <Text as="h3" variant="title-x-small" id={id}>
            {title}
          </Text>
          <Text color="secondary">{says}</Text>
        </div>
        {children}
        {more > 0 && (
          <MaybeLink href={links.runs(TROUBLED)}>
            {`${more} more in the list of runs`}
          </MaybeLink>
        )}
      </Flex>
    </section>
  );
}

const TROUBLED = new URLSearchParams(
  ['failed', 'blocked', 'lost'].map(state => ['state', state]),
);
