import {
  hasEnded,
  type RunDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  EmptyState,
  ErrorPanel,
  stepsWithLogs,
  useDownload,
  useLogReader,
  type LogDocument,
} from '@trainyard/backstage-plugin-ml-training-react';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { LogLines, type LogGoal } from './LogLines';
import { LogPlaceBar } from './LogPlaceBar';
import { LogToolbar } from './LogToolbar';
import { placeInView, type LinePlace } from './placeInView';
import { telling } from './telling';
import { useLogAddress } from './useLogAddress';

/** The logs of all steps as one text: it opens at its end or at the line of a link, and may be of any size. */
export function LogsTab({ run }: { readonly run: RunDetail }) {
  const steps = useMemo(() => stepsWithLogs(run.stepViews), [run.stepViews]);
  if (steps.length === 0) {
    return (
      <EmptyState title="Nothing was written yet">
        What steps write appears here line by line.
      </EmptyState>
    );
  }
  return <Logs run={run} steps={steps} />;
}

function Logs({
  run,
  steps,
}: {
  readonly run: RunDetail;
  readonly steps: readonly string[];
}) {
  const { address, change, linkTo } = useLogAddress();
  const { at, find, wrap } = address;
  const linked = steps.find(step => step === address.step);
  const opened = useRef(linked ?? telling(run.stepViews, steps));
  const step = linked ?? opened.current;
  const ended = hasEnded(run.state);
  const { reader, view } = useLogReader(run, {
    step,
    byte: at,
    follow: !ended && at === undefined,
  });
  const [goal, setGoal] = useState<LogGoal>(() => goalOf(step, at));
  const [inView] = useState(() => placeInView({ step, byte: 0 }));

  // The address changed: another step, a match, a link. What is not loaded is opened there.
  const asked = useRef(`${step} ${at}`);
  useEffect(() => {
    const now = `${step} ${at}`;
    if (!reader || asked.current === now) return;
    asked.current = now;
    setGoal(goalOf(step, at));
    if (at === undefined) {
      reader.openEnd(step, { follow: !ended });
      return;
    }
    reader.stopFollowing();
    const loaded = reader
      .view()
      .document.some(
        span => span.step === step && span.start <= at && at < span.end,
      );
    if (!loaded) reader.openAt(step, at);
  }, [reader, step, at, ended]);

  const earlier = useCallback(() => reader?.earlier(), [reader]);
  const later = useCallback(() => reader?.later(), [reader]);
  const leave = useCallback(() => reader?.stopFollowing(), [reader]);
  const link = useCallback(
    (to: LinePlace) => change({ step: to.step, at: to.byte }),
    [change],
  );
  const follow = useCallback(
    (on: boolean) => {
      if (!on) {
        reader?.stopFollowing();
        return;
      }
      // What the address said is left: the end is where it goes on.
      asked.current = `${step} ${undefined}`;
      change({ at: undefined });
      setGoal({ to: 'end' });
      reader?.follow();
    },
    [reader, change, step],
  );
  const { save, saving, error: unsaved } = useDownload();
  const attempt = run.stepViews.find(({ name }) => name === step)?.attempt;
  const download = useCallback(
    () =>
      save(
        'downloadLog',
        { run: run.run, step, attempt },
        `${run.run}-${step}.log`,
      ),
    [save, run.run, step, attempt],
  );
  const marked = useMemo(
    () => (at === undefined ? undefined : { step, byte: at }),
    [step, at],
  );

  return (
    <Flex direction="column" gap="3">
      <LogToolbar
        run={run}
        steps={steps}
        step={step}
        at={at}
        find={find}
        wrap={wrap}
        following={view.following}
        ended={ended}
        saving={saving}
        change={change}
        onFollow={follow}
        onDownload={download}
      />
      {unsaved && (
        <ErrorPanel error={unsaved} means="The log was not downloaded." />
      )}
      {view.interrupted && (
        <Alert
          status="warning"
          icon
          role="status"
          title="The connection was lost; it resumes where it broke off"
          description={view.interrupted.message}
        />
      )}
      <LogPlaceBar
        inView={inView}
        moreEarlier={view.moreEarlier}
        moreLater={view.moreLater}
        busy={view.busy}
        onEarlier={earlier}
        onLater={later}
        onLink={link}
      />
      {view.error && (
        <ErrorPanel
          error={view.error}
          means="These lines could not be read; the run is not affected."
          retry={() =>
            view.status === 'failed'
              ? reader?.openEnd(step, { follow: !ended })
              : later()
          }
        />
      )}
      {view.following && isEmpty(view.document) && (
        <Text color="secondary" role="status">
          Nothing was written yet. Lines appear as they come.
        </Text>
      )}
      {view.status === 'loading' ? (
        <Skeleton width="100%" height={480} />
      ) : (
        <LogLines
          document={view.document}
          goal={goal}
          wrap={wrap}
          following={view.following}
          marked={marked}
          linkTo={linkTo}
          onLink={link}
          onNearStart={earlier}
          onNearEnd={later}
          onLeaveEnd={leave}
          onTop={inView.move}
        />
      )}
    </Flex>
  );
}

function isEmpty(document: LogDocument): boolean {
  return document.every(({ start, end }) => start === end);
}

function goalOf(step: string, byte: number | undefined): LogGoal {
  return byte === undefined ? { to: 'end' } : { to: 'line', step, byte };
}
