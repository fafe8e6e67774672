import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { Alert } from '@backstage/ui';

/** What came of repeating another run. */
export function ReproductionNote({
  of: { verdict, explanation },
}: {
  readonly of: NonNullable<RunDetail['reproduction']>;
}) {
  return (
    <Alert
      status={verdict === 'diverged' ? 'warning' : 'success'}
      icon
      title={TITLES[verdict]}
      description={explanation}
    />
  );
}

const TITLES = {
  identical: 'Reproduced: identical',
  'within band': 'Reproduced: within the band',
  diverged: 'Not reproduced: diverged',
} as const;
