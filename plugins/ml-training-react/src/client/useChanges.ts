import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useEffect } from 'react';

/** The channel on which the service says that something changed, never what. */
export const CHANGES = 'ml-training';

/** Calls back when the service says that something changed. A hint that may be lost: poll as well. */
export function useChanges(changed: () => void): void {
  const signals = useApiHolder().get(signalApiRef);
  useEffect(
    () => signals?.subscribe(CHANGES, changed).unsubscribe,
    [signals, changed],
  );
}
