import { useApi } from '@backstage/frontend-plugin-api';
import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';
import { useEffect, useRef, useState } from 'react';
import { trainingApiRef } from '../client/trainingApiRef';
import { pause } from './pause';
import { stepsWithLogs } from './stepsWithLogs';

export interface LogMatch {
  readonly step: string;
  /** Byte at which the line begins. */
  readonly offset: number;
  readonly line: number;
}

export interface LogSearch {
  readonly matches: readonly LogMatch[];
  /** More than these match. */
  readonly more: boolean;
  /** The step that is being searched; undefined when all were. */
  readonly searching: string | undefined;
  readonly error: Error | undefined;
}

/** Searches the logs of all steps at the service, one after another, until enough matches are found. */
export function useLogSearch(
  run: string,
  steps: readonly StepView[],
  text: string,
): LogSearch {
  const client = useApi(trainingApiRef);
  const [search, setSearch] = useState(NONE);
  const known = useRef(steps);
  known.current = steps;

  useEffect(() => {
    setSearch(NONE);
    if (text === '') return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const searchAll = async () => {
      // Somebody is still typing.
      await pause(TYPING, signal);
      let found: LogSearch = NONE;
      for (const step of stepsWithLogs(known.current)) {
        if (signal.aborted) return;
        setSearch({ ...found, searching: step });
        const { attempt } =
          known.current.find(({ name }) => name === step) ?? {};
        const { matches, more } = await client.call(
          'searchLog',
          { run, step, attempt, text },
          { signal },
        );
        found = {
          ...found,
          matches: found.matches.concat(
            matches.map(({ offset, line }) => ({ step, offset, line })),
          ),
          more,
        };
        if (more || found.matches.length >= ENOUGH) {
          found = { ...found, more: true };
          break;
        }
      }
      if (!signal.aborted) setSearch(found);
    };
    searchAll().catch(error => {
      if (!signal.aborted) {
        setSearch(before => ({ ...before, searching: undefined, error }));
      }
    });
    return () => stop.abort();
  }, [client, run, text]);

  return search;
}

const NONE: LogSearch = {
  matches: [],
  more: false,
  searching: undefined,
  error: undefined,
};
const TYPING = 250;
const ENOUGH = 200;
