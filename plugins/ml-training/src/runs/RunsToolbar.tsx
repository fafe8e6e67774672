import {
  countText,
  type RunFacets,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  useTrainingLinks,
  type ChosenRuns,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Button, ButtonLink, Flex, Select, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { memo } from 'react';
import styles from './runsPage.module.css';

/** How many there are, what is new, which columns, and what to do with the chosen. */
export const RunsToolbar = memo(
  ({
    total,
    waiting,
    onShowAll,
    facets,
    columns,
    onColumns,
    chosen,
  }: {
    /** Null where there are more than the service counts; undefined while it is asked. */
    readonly total: number | null | undefined;
    readonly waiting: string | undefined;
    readonly onShowAll: () => void;
    readonly facets: RunFacets | undefined;
    readonly columns: readonly string[];
    readonly onColumns: (columns: readonly string[]) => void;
    readonly chosen: ChosenRuns;
  }) => {
    const values = [
      ...(facets?.metrics ?? []).map(name => `metrics.${name}`),
      ...(facets?.params ?? []).map(name => `params.${name}`),
    ];
    return (
      <Flex align="center" justify="between" gap="3" className={styles.toolbar}>
        <Flex align="center" gap="3">
          <Text color="secondary">{totalText(total)}</Text>
          <div role="status">
            {waiting && (
              <Button
                size="small"
                variant="secondary"
                iconStart={<RiRefreshLine />}
                onPress={onShowAll}
              >
                {waiting}
              </Button>
            )}
          </div>
        </Flex>
        <Flex align="center" gap="3">
          <Select
            className={styles.columns}
            aria-label="More columns"
            placeholder="More columns"
            selectionMode="multiple"
            search
            options={[...new Set([...columns, ...values])].map(id => ({
              id,
              label: id,
            }))}
            value={[...columns]}
            onChange={ids => onColumns(ids.map(String))}
          />
          <CompareButton chosen={chosen} />
        </Flex>
      </Flex>
    );
  },
);

function CompareButton({ chosen: { runs, most } }: { chosen: ChosenRuns }) {
  const links = useTrainingLinks();
  const href = links.compare(runs);
  if (runs.length < 2 || href === undefined) {
    return (
      <Text color="secondary" className={styles.choice}>
        {runs.length === 0
          ? `Choose 2 to ${most} runs to compare`
          : 'Choose one more to compare'}
      </Text>
    );
  }
  return (
    <ButtonLink href={href} variant="primary">
      {`Compare ${runs.length} runs`}
    </ButtonLink>
  );
}

function totalText(total: number | null | undefined): string {
  if (total === undefined) return 'Looking for runs';
  if (total === null) return 'More than 10,000 runs';
  return total === 1 ? '1 run' : `${countText(total)} runs`;
}
