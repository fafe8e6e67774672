// A module of its own, so that charts and evidence are fetched when a tab shows them.
export {
  DataTab,
  GatesTab,
  MetricsTab,
} from '@trainyard/backstage-plugin-ml-training-react';
