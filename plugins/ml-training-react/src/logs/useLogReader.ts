import { useApi } from '@backstage/frontend-plugin-api';
import type {
  RunDetail,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { trainingApiRef } from '../client/trainingApiRef';
import { LogReader, type LogReaderOptions, type LogView } from './LogReader';
import { stepsWithLogs } from './stepsWithLogs';

/** Where a reader begins: at the end of a step's log, or around a byte of it. */
export interface LogPlace {
  readonly step: string;
  readonly byte?: number;
  /** Go on with what is written from then on. */
  readonly follow?: boolean;
}

/** The logs of a run's steps; opened anew when the run or its attempt changes. */
export function useLogReader(
  run: Pick<RunDetail, 'run' | 'attempt'> & {
    readonly stepViews: readonly StepView[];
  },
  place: LogPlace | undefined,
  options?: LogReaderOptions,
): { readonly reader: LogReader | undefined; readonly view: LogView } {
  const client = useApi(trainingApiRef);
  const [reader, setReader] = useState<LogReader>();
  const steps = useMemo(() => stepsWithLogs(run.stepViews), [run.stepViews]);
  const now = useRef({ place, steps, views: run.stepViews, options });
  now.current = { place, steps, views: run.stepViews, options };
  const empty = place === undefined;

  useEffect(() => {
    const { place: begin, steps: known, options: given } = now.current;
    if (!begin) return undefined;
    const opened = new LogReader(
      ({ step, ...asked }, { signal }) =>
        client.stream(
          'readLog',
          {
            run: run.run,
            step,
            attempt: now.current.views.find(one => one.name === step)?.attempt,
            ...asked,
          },
          { signal },
        ),
      known,
      given,
    );
    if (begin.byte === undefined) opened.openEnd(begin.step, begin);
    else opened.openAt(begin.step, begin.byte);
    setReader(opened);
    return () => opened.close();
  }, [client, run.run, run.attempt, empty]);

  const names = steps.join('\n');
  useEffect(() => reader?.setSteps(now.current.steps), [reader, names]);

  const view = useSyncExternalStore(
    reader?.subscribe ?? never,
    reader?.view ?? nothing,
  );
  return { reader, view };
}

function never() {
  return () => {};
}

const NOTHING = new LogReader(async function* none() {}, []).view();
function nothing(): LogView {
  return NOTHING;
}
