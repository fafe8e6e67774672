import type {
  EvidenceView,
  RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import { hasEnded } from '@trainyard/backstage-plugin-ml-training-common';
import { Alert, Flex, Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useAnswer } from '../client/useAnswer';
import { ErrorPanel } from '../feedback/ErrorPanel';

/** Fetches what a run's decision rests on, and shows what cannot be trusted of it first. */
export function Evidence({
  run,
  children,
}: {
  readonly run: RunDetail;
  readonly children: (evidence: EvidenceView) => ReactNode;
}) {
  const asked = useAnswer(
    'showEvidence',
    { run: run.run },
    { again: () => (hasEnded(run.state) ? undefined : 3000) },
  );
  if (asked.status === 'loading') return <EvidenceSkeleton />;
  if (asked.status === 'failed') {
    return <ErrorPanel error={asked.error} retry={asked.refresh} />;
  }
  const { recomputed, unreadable } = asked.answer;
  return (
    <Flex direction="column" gap="4">
      {recomputed.disagreements.map(disagreement => (
        <Alert
          key={disagreement}
          status="danger"
          icon
          title="A sealed document says what its own results do not bear out"
          description={disagreement}
        />
      ))}
      {unreadable.map(document => (
        <Alert
          key={document}
          status="danger"
          icon
          title="A document of the evidence cannot be read"
          description={document}
        />
      ))}
      {children(asked.answer)}
    </Flex>
  );
}

function EvidenceSkeleton() {
  return (
    <Flex direction="column" gap="3" aria-busy="true" aria-label="Loading">
      <Skeleton width="40%" height={24} />
      {[...Array(6).keys()].map(row => (
        <Skeleton key={row} width="100%" height={40} />
      ))}
    </Flex>
  );
}
