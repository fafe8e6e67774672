import type { CatalogFeed } from '@trainyard/backstage-plugin-ml-training-common';

const OWNER = 'group:default/flight-operations';
const PIPELINE = 'component:default/flight-delay';

type FeedModel = CatalogFeed['models'][number];
type FeedDataset = CatalogFeed['datasets'][number];
type FeedRun = CatalogFeed['runs'][number];

export function feedModel(given: Partial<FeedModel> = {}): FeedModel {
  return {
    namespace: 'default',
    name: 'flight_delay',
    owner: OWNER,
    pipeline: PIPELINE,
    datasets: [{ namespace: 'default', name: 'flight_delay_dataset' }],
    newest: { version: 3, stage: 'candidate' },
    champion: null,
    ...given,
  };
}

export function feedDataset(given: Partial<FeedDataset> = {}): FeedDataset {
  return {
    namespace: 'default',
    name: 'flight_delay_dataset',
    owner: OWNER,
    pipeline: PIPELINE,
    newest: '20010630_0123456789ab',
    derivedFrom: [],
    ...given,
  };
}

export function feedRun(given: Partial<FeedRun> = {}): FeedRun {
  return {
    run: 'r1',
    namespace: 'default',
    owner: OWNER,
    pipeline: PIPELINE,
    state: 'succeeded',
    purpose: 'train',
    submittedAt: '2001-07-01T09:30:00.000Z',
    model: 'flight_delay',
    dataset: 'flight_delay_dataset',
    ...given,
  };
}

/** One model, its dataset and one run of its pipeline, unless said otherwise. */
export function feedOf(given: Partial<CatalogFeed> = {}): CatalogFeed {
  return {
    revision: '1',
    models: [feedModel()],
    datasets: [feedDataset()],
    runs: [feedRun()],
    ...given,
  };
}
