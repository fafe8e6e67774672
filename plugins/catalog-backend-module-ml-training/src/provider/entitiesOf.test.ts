import { stringifyEntityRef } from '@backstage/catalog-model';
import { trainingEntityRef } from '@trainyard/backstage-plugin-ml-training-common';
import { feedDataset, feedModel, feedOf, feedRun } from '../testing/feed';
import { entitiesOf } from './entitiesOf';

const PORTAL = 'https://portal.example.com';

describe('entitiesOf', () => {
  it('says of a model who owns it, what it learned from and which version serves', () => {
    const [model] = entitiesOf(
      feedOf({ models: [feedModel({ champion: 2 })] }),
      PORTAL,
    );

    expect(model).toMatchObject({
      apiVersion: 'trainyard.dev/v1alpha1',
      kind: 'Model',
      metadata: {
        name: 'flight_delay',
        title: 'flight_delay',
        links: [{ url: `${PORTAL}/training/models/default/flight_delay` }],
      },
      spec: {
        type: 'machine-learning-model',
        lifecycle: 'production',
        owner: 'group:default/flight-operations',
        producedBy: 'component:default/flight-delay',
        trainedOn: ['dataset:default/flight_delay_dataset'],
        newest: '3',
        champion: '2',
      },
    });
  });

  it('calls a model without a champion experimental', () => {
    expect(entitiesOf(feedOf(), PORTAL)[0]?.spec).toMatchObject({
      lifecycle: 'experimental',
    });
  });

  it('names a run by its pipeline and time, and keeps its id', () => {
    const run = entitiesOf(feedOf(), PORTAL)[2];

    expect(run).toMatchObject({
      kind: 'TrainingRun',
      metadata: {
        title: 'flight-delay, 2001-07-01 09:30 UTC',
        annotations: { 'trainyard.dev/run': 'r1' },
        links: [{ url: `${PORTAL}/training/runs/r1` }],
      },
      spec: {
        type: 'train',
        state: 'succeeded',
        model: 'model:default/flight_delay',
        dataset: 'dataset:default/flight_delay_dataset',
      },
    });
  });

  it('gives the references that the service links to, also for a name that the catalog does not take', () => {
    const name = 'Flights & delays / both';
    const [model] = entitiesOf(
      feedOf({ models: [feedModel({ name })] }),
      PORTAL,
    );

    expect(model && stringifyEntityRef(model)).toBe(
      trainingEntityRef('model', 'default', name),
    );
    expect(model?.metadata).toMatchObject({
      title: name,
      annotations: { 'trainyard.dev/name': name },
      links: [
        {
          url: `${PORTAL}/training/models/default/Flights%20%26%20delays%20%2F%20both`,
        },
      ],
    });
  });

  it('shows the first of two names that the catalog cannot tell apart', () => {
    const datasets = [
      feedDataset({ name: 'Flights' }),
      feedDataset({ name: 'flights' }),
    ];
    const titles = entitiesOf(
      feedOf({ models: [], datasets, runs: [] }),
      PORTAL,
    ).map(entity => entity.metadata.title);

    expect(titles).toEqual(['Flights']);
  });

  it('says where a dataset comes from', () => {
    const sources = [{ namespace: 'weather', name: 'stations' }];
    const datasets = [feedDataset({ derivedFrom: sources })];

    expect(
      entitiesOf(feedOf({ models: [], datasets, runs: [] }), PORTAL)[0]?.spec,
    ).toMatchObject({ derivedFrom: ['dataset:weather/stations'] });
  });

  it('leaves out what a run does not have yet', () => {
    const runs = [feedRun({ model: null, dataset: null, state: 'running' })];
    const [run] = entitiesOf(
      feedOf({ models: [], datasets: [], runs }),
      PORTAL,
    );

    expect(run?.spec).not.toHaveProperty('model');
    expect(run?.spec).not.toHaveProperty('dataset');
  });
});
