import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { Flex } from '@backstage/ui';
import { memo } from 'react';
import { RunHeader } from './header/RunHeader';
import { ReproductionNote } from './ReproductionNote';
import { RunTabs } from './RunTabs';
import { StateAnnouncement } from './StateAnnouncement';
import { Troubles } from './Troubles';
import type { RunTab } from './useRunPlace';

/** Drawn again only when the run changed: an answer that says the same is the same object. */
export const RunView = memo(
  ({
    run,
    tab,
    refresh,
  }: {
    readonly run: RunDetail;
    readonly tab: RunTab;
    readonly refresh: () => void;
  }) => {
    return (
      <Flex direction="column" gap="4">
        <StateAnnouncement run={run} />
        <RunHeader run={run} refresh={refresh} />
        <Troubles run={run} />
        {run.reproduction && <ReproductionNote of={run.reproduction} />}
        <RunTabs run={run} tab={tab} />
      </Flex>
    );
  },
);
