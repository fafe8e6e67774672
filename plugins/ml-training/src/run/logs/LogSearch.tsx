import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  useLogSearch,
  type LogMatch,
  type LogSearch as Found,
} from '@trainyard/backstage-plugin-ml-training-react';
import { ButtonIcon, Flex, SearchField, Text } from '@backstage/ui';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import styles from './logs.module.css';

/** Searches all logs at the service and goes from match to match. */
export function LogSearch({
  run,
  find,
  at,
  onFind,
  onMatch,
}: {
  readonly run: RunDetail;
  readonly find: string;
  /** The line that is marked now. */
  readonly at: { readonly step: string; readonly byte: number } | undefined;
  readonly onFind: (text: string) => void;
  readonly onMatch: (match: LogMatch) => void;
}) {
  const found = useLogSearch(run.run, run.stepViews, find);
  const { matches } = found;
  const current = matches.findIndex(
    ({ step, offset }) => step === at?.step && offset === at.byte,
  );
  const go = (by: 1 | -1) => {
    if (matches.length === 0) return;
    const from = current < 0 && by < 0 ? 0 : current;
    onMatch(matches[(from + by + matches.length) % matches.length]);
  };
  return (
    <Flex align="center" gap="2">
      <SearchField
        size="small"
        aria-label="Search all logs"
        placeholder="Search all logs"
        value={find}
        onChange={onFind}
        onSubmit={() => go(1)}
      />
      <ButtonIcon
        size="small"
        variant="secondary"
        icon={<RiArrowUpLine />}
        aria-label="Previous match"
        isDisabled={matches.length === 0}
        onPress={() => go(-1)}
      />
      <ButtonIcon
        size="small"
        variant="secondary"
        icon={<RiArrowDownLine />}
        aria-label="Next match"
        isDisabled={matches.length === 0}
        onPress={() => go(1)}
      />
      <Text role="status" color="secondary" className={styles.found}>
        {find !== '' && foundText(found, current)}
      </Text>
    </Flex>
  );
}

function foundText(
  { matches, more, searching, error }: Found,
  current: number,
): string {
  if (error) return `The search failed: ${error.message}`;
  const count = `${matches.length}${more ? ' and more' : ''}`;
  if (searching !== undefined) return `${count} so far, in ${searching} …`;
  if (matches.length === 0) return 'No line contains it';
  return current < 0 ? `${count} found` : `${current + 1} of ${count}`;
}
