import { useTrainingLinks } from '@trainyard/backstage-plugin-ml-training-react';
import { useCallback } from 'react';

export const RUN_TABS = [
  'summary',
  'steps',
  'metrics',
  'gates',
  'data',
  'artifacts',
  'logs',
  'specification',
] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** Where a tab of a run is, with what is chosen in it. */
export type RunPlace = (
  tab: RunTab,
  chosen?: Readonly<Record<string, string | number>>,
) => string;

export function useRunPlace(run: string): RunPlace {
  const base = useTrainingLinks().run(run) ?? '';
  return useCallback(
    (tab, chosen = {}) => {
      const search = new URLSearchParams(
        Object.entries(chosen).map(([name, value]) => [name, String(value)]),
      ).toString();
      return `${base}/${tab}${search === '' ? '' : `?${search}`}`;
    },
    [base],
  );
}

/** The tab that a path below a run names; the summary where it names none. */
export function tabOf(path: string | undefined): RunTab {
  return RUN_TABS.find(tab => tab === path?.split('/')[0]) ?? 'summary';
}
