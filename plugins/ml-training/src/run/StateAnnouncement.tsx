import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { RUN_STATE_WORDS } from '@trainyard/backstage-plugin-ml-training-react';
import { VisuallyHidden } from '@backstage/ui';
import { useRef } from 'react';

/** Tells screen readers when the state changes; says nothing of the state the page opened with. */
export function StateAnnouncement({
  run: { run, state, because },
}: {
  readonly run: Pick<RunDetail, 'run' | 'state' | 'because'>;
}) {
  const opened = useRef(state);
  const changed = useRef(false);
  changed.current ||= state !== opened.current;
  const { label, means } = RUN_STATE_WORDS[state];
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {changed.current && `${run}: ${label}. ${because ?? means}`}
    </VisuallyHidden>
  );
}
