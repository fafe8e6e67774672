import { useApi } from '@backstage/frontend-plugin-api';
import type {
  AnswerOf,
  CallOf,
  JsonRoute,
} from '@trainyard/backstage-plugin-ml-training-common';
import { useCallback, useRef, useState } from 'react';
import { trainingApiRef } from './trainingApiRef';

export interface Commanded<Name extends JsonRoute> {
  /** Undefined where it failed: `error` says why. A second call while one is under way does nothing. */
  readonly send: (given: CallOf<Name>) => Promise<AnswerOf<Name> | undefined>;
  readonly busy: boolean;
  readonly error: Error | undefined;
  readonly forget: () => void;
}

/** A change that a person asks for: it says at once that it began, and cannot begin twice. */
export function useCommand<Name extends JsonRoute>(
  name: Name,
): Commanded<Name> {
  const client = useApi(trainingApiRef);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const underWay = useRef(false);
  const send = useCallback(
    async (given: CallOf<Name>) => {
      if (underWay.current) return undefined;
      underWay.current = true;
      setBusy(true);
      setError(undefined);
      try {
        return await client.call(name, given);
      } catch (problem) {
        setError(problem as Error);
        return undefined;
      } finally {
        underWay.current = false;
        setBusy(false);
      }
    },
    [client, name],
  );
  return { send, busy, error, forget: () => setError(undefined) };
}
