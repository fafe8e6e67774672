import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What of a list stands in the URL: a text that is looked for, and where one is in it. */
export function useListState(): {
  readonly text: string;
  readonly cursor: string | undefined;
  readonly look: (text: string) => void;
  readonly go: (cursor: string) => void;
} {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return {
    text: search.get('text') ?? '',
    cursor: search.get('cursor') ?? undefined,
    // Another text is another list: it begins at its first page.
    look: text => change({ text, cursor: '' }),
    go: cursor => change({ cursor }),
  };
}
