import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ErrorPanel,
  GatesTab,
  ListSkeleton,
  RunCard,
  runOf,
  useAnswer,
} from '@trainyard/backstage-plugin-ml-training-react';

export function EntityRunCard() {
  return <RunCard run={runOf(useEntity().entity)} />;
}

export function EntityRunContent() {
  const asked = useAnswer('showRun', { run: runOf(useEntity().entity) });
  if (asked.status === 'loading') return <ListSkeleton />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  return <GatesTab run={asked.answer} />;
}
