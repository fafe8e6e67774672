import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import {
  ErrorPanel,
  useCommand,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Flex, VisuallyHidden } from '@backstage/ui';
import {
  RiRefreshLine,
  RiRepeatLine,
  RiRestartLine,
  RiStopCircleLine,
} from '@remixicon/react';
import { useState } from 'react';
import { ActionButton } from './ActionButton';
import { CompareMenu } from './CompareMenu';
import { CopyCommand } from './CopyCommand';
import { StopDialog } from './StopDialog';
import { useNewRun } from './useNewRun';

/** What the reader may do with a run. Each says at once that it began, and cannot begin twice. */
export function RunActions({
  run,
  refresh,
}: {
  readonly run: RunDetail;
  readonly refresh: () => void;
}) {
  const { actions } = run;
  const [asking, setAsking] = useState(false);
  const stop = useCommand('stopRun');
  const retry = useCommand('retryRun');
  const again = useNewRun('runAgain', run.run);
  const reproduce = useNewRun('reproduceRun', run.run);
  const error = stop.error ?? retry.error ?? again.error ?? reproduce.error;
  const doing =
    (stop.busy && STOPPING) ||
    (retry.busy && RETRYING) ||
    (again.busy && STARTING) ||
    (reproduce.busy && REPRODUCING) ||
    '';
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        <ActionButton
          label="Stop"
          doing={STOPPING}
          busy={stop.busy}
          reason={actions.stop}
          icon={<RiStopCircleLine aria-hidden />}
          destructive
          onPress={() => setAsking(true)}
        />
        <ActionButton
          label="Retry"
          doing={RETRYING}
          busy={retry.busy}
          reason={actions.retry}
          icon={<RiRestartLine aria-hidden />}
          onPress={async () => {
            if (await retry.send({ run: run.run })) refresh();
          }}
        />
        <ActionButton
          label="Run again"
          doing={STARTING}
          busy={again.busy}
          reason={actions.again}
          icon={<RiRefreshLine aria-hidden />}
          onPress={again.start}
        />
        <ActionButton
          label="Reproduce"
          doing={REPRODUCING}
          busy={reproduce.busy}
          reason={actions.reproduce}
          icon={<RiRepeatLine aria-hidden />}
          onPress={reproduce.start}
        />
        <CompareMenu run={run} />
        <CopyCommand command={run.command} />
      </Flex>
      <VisuallyHidden role="status">{doing}</VisuallyHidden>
      {error && (
        <ErrorPanel
          error={error}
          means="Nothing was changed, as far as this page knows."
        />
      )}
      <StopDialog
        run={run}
        open={asking}
        onClose={() => setAsking(false)}
        onStop={async () => {
          setAsking(false);
          if (await stop.send({ run: run.run })) refresh();
        }}
      />
    </Flex>
  );
}

const STOPPING = 'Stopping …';
const RETRYING = 'Retrying …';
const STARTING = 'Starting a run …';
const REPRODUCING = 'Starting a reproduction …';
