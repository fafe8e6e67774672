import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';

export const TRIGGER_WORDS: Record<RunSummary['trigger'], string> = {
  person: 'Person',
  schedule: 'Schedule',
  drift: 'Drift',
  reproduction: 'Reproduction',
  retry: 'Retry',
};

export const PURPOSE_WORDS: Record<RunSummary['purpose'], string> = {
  train: 'Train',
  trial: 'Trial',
  backfill: 'Backfill',
  reproduction: 'Reproduction',
  schedule: 'Schedule',
};
