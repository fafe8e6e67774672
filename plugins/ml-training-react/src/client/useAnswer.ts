import { useApi } from '@backstage/frontend-plugin-api';
import type {
  AnswerOf,
  CallOf,
  JsonRoute,
} from '@trainyard/backstage-plugin-ml-training-common';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { trainingApiRef } from './trainingApiRef';
import { useChanges } from './useChanges';

/** What is known of an answer. While it is fetched again the last one stays, so that nothing jumps. */
export type Answered<Answer> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'loaded';
      readonly answer: Answer;
      /** Fetching again failed: what is shown may be old. */
      readonly stale: Error | undefined;
    };

export interface AnswerOptions<Answer> {
  /** Fetch again after so many milliseconds; undefined ends the polling. */
  readonly again?: (answer: Answer) => number | undefined;
  /** Ask nothing yet. */
  readonly idle?: boolean;
}

/**
 * Asks the service, and again when it says that something changed. An answer equal
 * to the last is the same object, so that nothing is drawn for nothing.
 */
export function useAnswer<Name extends JsonRoute>(
  name: Name,
  given: CallOf<Name>,
  { again, idle = false }: AnswerOptions<AnswerOf<Name>> = {},
): Answered<AnswerOf<Name>> & { readonly refresh: () => void } {
  const client = useApi(trainingApiRef);
  const asked = JSON.stringify([name, given]);
  const [known, setKnown] = useState<{
    readonly asked: string;
    readonly text: string;
    readonly state: Answered<AnswerOf<Name>>;
  }>();
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(n => n + 1), []);
  const pollAfter = useRef(again);
  pollAfter.current = again;
  // Changes may be told faster than the service answers: the answer under way is
  // waited for and one more asked for, or none would ever arrive.
  const underWay = useRef(false);
  const missed = useRef(false);
  useChanges(
    useCallback(() => {
      if (underWay.current) missed.current = true;
      else refresh();
    }, [refresh]),
  );

  // Before the browser paints, which takes as long as the service does to answer.
  useLayoutEffect(() => {
    if (idle) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const [route, call] = JSON.parse(asked) as [Name, CallOf<Name>];
    const poll = (milliseconds: number | undefined) => {
      underWay.current = false;
      if (missed.current) refresh();
      else if (milliseconds !== undefined) {
        timer = setTimeout(refresh, milliseconds);
      }
    };
    underWay.current = true;
    missed.current = false;
    client.call(route, call, { signal: stop.signal }).then(
      answer => {
        const text = JSON.stringify(answer);
        setKnown(before =>
          before?.asked === asked &&
          before.text === text &&
          before.state.status === 'loaded' &&
          before.state.stale === undefined
            ? before
            : {
                asked,
                text,
                state: { status: 'loaded', answer, stale: undefined },
              },
        );
        poll(pollAfter.current?.(answer));
      },
      error => {
        if (stop.signal.aborted) return;
        setKnown(before =>
          before?.asked === asked && before.state.status === 'loaded'
            ? { ...before, state: { ...before.state, stale: error } }
            : { asked, text: '', state: { status: 'failed', error } },
        );
        poll(pollAfter.current && AFTER_A_FAILURE);
      },
    );
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, asked, idle, turn, refresh]);

  const state: Answered<AnswerOf<Name>> =
    known?.asked === asked ? known.state : { status: 'loading' };
  return { ...state, refresh };
}

const AFTER_A_FAILURE = 3000;
