import { useApi } from '@backstage/frontend-plugin-api';
import type { Contract } from '@trainyard/backstage-plugin-ml-training-common';
import { useCallback, useRef, useState } from 'react';
import { trainingApiRef } from '../client/trainingApiRef';

export interface Download {
  /** A second call while one is under way does nothing. */
  readonly save: (
    route: 'downloadFile' | 'downloadLog',
    given: Readonly<Record<string, unknown>>,
    name: string,
  ) => Promise<void>;
  /** Name of the file that is being fetched. */
  readonly saving: string | undefined;
  readonly error: Error | undefined;
}

/** Saves a file of the service under a name. A plain link would lack the reader's credentials. */
export function useDownload(): Download {
  const client = useApi(trainingApiRef);
  const [saving, setSaving] = useState<string>();
  const [error, setError] = useState<Error>();
  const underWay = useRef(false);
  const save = useCallback(
    async (
      route: keyof Contract,
      given: Readonly<Record<string, unknown>>,
      name: string,
    ) => {
      if (underWay.current) return;
      underWay.current = true;
      setSaving(name);
      setError(undefined);
      try {
        const response = await client.response(route, given);
        saveBlob(await response.blob(), name);
      } catch (problem) {
        setError(problem as Error);
      } finally {
        underWay.current = false;
        setSaving(undefined);
      }
    },
    [client],
  );
  return { save, saving, error };
}

function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
