import { useEntity } from '@backstage/plugin-catalog-react';
import {
  WhenAnswered,
  GatesTab,
  RunCard,
  runOf,
  useAnswer,
} from '@trainyard/backstage-plugin-ml-training-react';

export function EntityRunCard() {
  return <RunCard run={runOf(useEntity().entity)} />;
}

export function EntityRunContent() {
  const asked = useAnswer('showRun', { run: runOf(useEntity().entity) });
  return (
    <WhenAnswered asked={asked}>{run => <GatesTab run={run} />}</WhenAnswered>
  );
}
