import type { SvgNode } from '@trainyard/backstage-plugin-ml-training-common';
import { Flex, Switch } from '@backstage/ui';
import { useState, type ReactNode } from 'react';
import { Drawing } from './Drawing';

/** A chart, and its figures as a table for whoever would rather read them. */
export function ChartWithTable({
  chart,
  table,
}: {
  readonly chart: SvgNode;
  readonly table: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Flex direction="column" gap="2">
      <Switch label="As a table" isSelected={asTable} onChange={setAsTable} />
      {asTable ? table : <Drawing chart={chart} />}
    </Flex>
  );
}
