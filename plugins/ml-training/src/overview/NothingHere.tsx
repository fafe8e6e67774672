import type { Scope } from '@trainyard/backstage-plugin-ml-training-common';
import { EmptyState } from '@trainyard/backstage-plugin-ml-training-react';
import { Link } from '@backstage/ui';

/** Why the overview is empty, and what fills it. */
export function NothingHere({ scope }: { readonly scope: Scope }) {
  if (scope !== 'all') {
    return (
      <EmptyState
        title={
          scope === 'mine'
            ? 'No pipeline, run or model is yours'
            : 'Your teams own no pipeline, run or model'
        }
      >
        What the catalog says you own would be here.{' '}
        {scope === 'mine' && (
          <>
            <Link href="?scope=teams">See your teams</Link> or{' '}
          </>
        )}
        <Link href="?scope=all">see everything</Link>.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing has been trained here yet"
      command="npm run demo"
    >
      This page will say which runs failed or were blocked, which models wait
      for a decision, and how each pipeline is doing. A pipeline is a Component
      of type training-pipeline in the catalog, beside its pipeline.yaml. To see
      one, run the example that comes with Trainyard:
    </EmptyState>
  );
}
