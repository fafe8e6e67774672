import type {
  DatasetDetail,
  DatasetVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import { screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { anEvidence } from '../testing/anEvidence';
import { aDigest } from '../testing/aModelVersion';
import { renderTraining } from '../testing/renderTraining';
import { trainingService } from '../testing/trainingService';
import { datasetSentence, DatasetView } from './DatasetView';

expect.extend(toHaveNoViolations);

const { split, checks } = anEvidence();

const aVersion = (different: Partial<DatasetVersion> = {}): DatasetVersion => ({
  namespace: 'default',
  name: 'flight_delay_dataset',
  version: '2',
  tree: aDigest('a'),
  logical: null,
  rows: 1200,
  columns: [{ name: 'distance', type: 'BIGINT', nulls: 0 }],
  split,
  checks: checks?.results ?? [],
  verdict: 'blocked',
  run: 'run-1',
  pipeline: 'component:default/flight-delay',
  owner: 'group:default/arrivals',
  publishedAt: '2026-07-02T09:00:00.000Z',
  ...different,
});

const aDataset = (versionList: DatasetVersion[]): DatasetDetail => ({
  namespace: 'default',
  name: 'flight_delay_dataset',
  owner: 'group:default/arrivals',
  pipeline: 'component:default/flight-delay',
  entity: 'dataset:default/flight_delay_dataset',
  versions: versionList.length,
  newest: versionList[0] ?? null,
  rowsTrend: [],
  versionList,
  trainedOn: [
    {
      run: 'run-1',
      state: 'succeeded',
      version: '2',
      model: 'flight-delay',
      submittedAt: '2026-07-02T09:00:00.000Z',
    },
  ],
});

describe('datasetSentence', () => {
  it('compares with the version before', () => {
    const before = aVersion({
      version: '1',
      rows: 1000,
      columns: [{ name: 'distance', type: 'DOUBLE', nulls: 0 }],
    });
    expect(datasetSentence(aDataset([aVersion(), before]))).toBe(
      'Version 2: 1,200 rows, 1 columns. Against version 1, 1 columns differ, 200 rows more.',
    );
    expect(
      datasetSentence(aDataset([before, aVersion({ version: '0' })])),
    ).toMatch(/200 rows fewer\.$/);
  });

  it('needs none', () => {
    expect(datasetSentence(aDataset([aVersion()]))).toMatch(/It is the first/);
    expect(datasetSentence(aDataset([]))).toBe('No version was published yet.');
  });
});

describe('DatasetView', () => {
  const service = trainingService();

  it('shows versions, funnel, checks, schema and who trained on it, free of barriers', async () => {
    service.answers('showDataset', aDataset([aVersion()]));
    const { container } = renderTraining(
      <DatasetView namespace="default" name="flight_delay_dataset" />,
    );
    expect(
      await screen.findByRole('row', { name: /distance/ }),
    ).toBeInTheDocument();
    expect(screen.getByText(/3,650 examples went in/)).toBeInTheDocument();
    expect(
      screen
        .getAllByRole('link', { name: 'flight-delay' })
        .map(link => link.getAttribute('href')),
    ).toContain('/training/models/default/flight-delay');
    expect(await axe(container)).toHaveNoViolations();
  });
});
