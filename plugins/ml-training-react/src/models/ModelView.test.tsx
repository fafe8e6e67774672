import type { ModelDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { aModelVersion } from '../testing/aModelVersion';
import { renderTraining } from '../testing/renderTraining';
import { trainingService } from '../testing/trainingService';
import { ModelView, sentenceOf } from './ModelView';

expect.extend(toHaveNoViolations);

function aModel(different: Partial<ModelDetail> = {}): ModelDetail {
  const newest = aModelVersion();
  return {
    namespace: 'default',
    name: newest.name,
    owner: newest.owner,
    pipeline: newest.pipeline,
    entity: 'model:default/flight-delay',
    versions: 1,
    champion: null,
    newest,
    trend: [],
    versionList: [newest],
    ...different,
  };
}

describe('sentenceOf', () => {
  it('says what serves and what is next', () => {
    expect(sentenceOf(aModel())).toBe(
      'No version serves yet. Version 7 is a candidate, auc 0.7421.',
    );
    expect(
      sentenceOf(
        aModel({
          champion: aModelVersion({ version: 6, stage: 'champion' }),
          newest: aModelVersion({
            stage: 'blocked',
            because: [
              { id: 'auc', reason: 'failed', message: '0.7; expected 0.74.' },
            ],
          }),
        }),
      ),
    ).toBe(
      'Version 6 serves. Version 7 is blocked, auc 0.7421: 0.7; expected 0.74.',
    );
  });

  it('does not speak of the champion twice', () => {
    const champion = aModelVersion({ stage: 'champion' });
    expect(sentenceOf(aModel({ champion, newest: champion }))).toBe(
      'Version 7 serves.',
    );
  });
});

describe('ModelView', () => {
  const service = trainingService();

  it('shows each version with its evidence, free of barriers', async () => {
    service.answers('showModel', aModel());
    const { container } = renderTraining(
      <ModelView namespace="default" name="flight-delay" />,
    );
    expect(
      await screen.findByRole('button', {
        name: 'Copy digest of the evidence of version 7',
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'run-1' })).toHaveAttribute(
      'href',
      '/training/runs/run-1',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('draws the way of the headline from the second version on', async () => {
    const headline = {
      metric: 'auc',
      value: 0.7,
      better: 'higher',
      change: null,
    } as const;
    service.answers(
      'showModel',
      aModel({
        trend: [
          { version: 6, headline },
          { version: 7, headline: { ...headline, value: 0.75 } },
        ],
      }),
    );
    renderTraining(<ModelView namespace="default" name="flight-delay" />);
    expect(
      await screen.findByRole('img', { name: 'version 7: auc 0.75' }),
    ).toBeInTheDocument();
  });

  it('says that a model is not there or not for the reader', async () => {
    service.refuses('showModel', { status: 404, message: 'No such model.' });
    renderTraining(<ModelView namespace="default" name="none" />);
    expect(await screen.findByText('No such model.')).toBeInTheDocument();
  });
});
