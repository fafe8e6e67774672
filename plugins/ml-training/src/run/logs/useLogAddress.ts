import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the address says of the logs: it is the only place where this is kept. */
export interface LogAddress {
  readonly step: string | undefined;
  /** Byte of the line that a link points to. */
  readonly at: number | undefined;
  readonly find: string;
  readonly wrap: boolean;
}

export function useLogAddress(): {
  readonly address: LogAddress;
  readonly change: (changed: Partial<LogAddress>) => void;
  /** The search part of a link to a line. */
  readonly linkTo: (step: string, byte: number) => string;
} {
  const [search, setSearch] = useSearchParams();
  const at = search.get('at');
  const address: LogAddress = {
    step: search.get('step') ?? undefined,
    at: at !== null && /^\d+$/.test(at) ? Number(at) : undefined,
    find: search.get('find') ?? '',
    wrap: search.get('wrap') === 'yes',
  };
  const change = useCallback(
    (changed: Partial<LogAddress>) =>
      setSearch(before => changedSearch(before, changed), { replace: true }),
    [setSearch],
  );
  const rest = useMemo(() => {
    const other = changedSearch(search, { step: undefined, at: undefined });
    return other.size === 0 ? '?' : `?${other}&`;
  }, [search]);
  const linkTo = useCallback(
    (step: string, byte: number) =>
      `${rest}step=${encodeURIComponent(step)}&at=${byte}`,
    [rest],
  );
  return { address, change, linkTo };
}

function changedSearch(
  before: URLSearchParams,
  changed: Partial<LogAddress>,
): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changed)) {
    if (value === undefined || value === '' || value === false) {
      after.delete(name);
    } else {
      after.set(name, value === true ? 'yes' : String(value));
    }
  }
  return after;
}
