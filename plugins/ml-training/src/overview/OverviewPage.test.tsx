import {
  aModelVersion,
  anOverview,
  aPipeline,
  aRun,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { OverviewPage } from './OverviewPage';

const AT = '/training/overview';

function open(search = '') {
  return renderTraining(<OverviewPage />, { at: `${AT}${search}` });
}

describe('the overview', () => {
  const service = trainingService();

  it('says what needs the reader before it lists it', async () => {
    service.answers(
      'overview',
      anOverview({
        troubled: {
          runs: [
            aRun({
              run: 'run-8',
              state: 'failed',
              because: 'train-model ended with exit code 137.',
            }),
          ],
          more: 0,
        },
        running: [
          aRun({
            run: 'run-9',
            state: 'running',
            durationSeconds: null,
            endedAt: null,
            steps: { done: 4, total: 13 },
          }),
        ],
        stale: [aPipeline({ stale: true, title: 'Old one' })],
        candidates: [aModelVersion()],
        champions: [aModelVersion({ version: 6, stage: 'champion' })],
        pipelines: [aPipeline()],
      }),
    );
    const { container } = open();
    expect(
      await screen.findByText(
        '1 run needs you: 1 failed. 1 pipeline has not succeeded for too long. 1 model version waits for a decision.',
      ),
    ).toBeInTheDocument();
    const failed = screen.getByRole('list', {
      name: 'Failed, blocked or lost',
    });
    expect(failed).toHaveTextContent('train-model ended with exit code 137.');
    expect(within(failed).getByRole('link', { name: 'run-8' })).toHaveAttribute(
      'href',
      '/training/runs/run-8',
    );
    expect(screen.getByText('4 of 13 steps are done')).toBeInTheDocument();
    const waiting = screen.getByRole('list', { name: 'Decisions that wait' });
    expect(
      within(waiting).getByRole('link', { name: 'flight-delay version 7' }),
    ).toHaveAttribute('href', '/training/models/default/flight-delay');
    const pipelines = screen.getByRole('grid', { name: 'Pipelines' });
    expect(
      within(pipelines).getByRole('img', { name: 'Trend of auc' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that nothing needs the reader', async () => {
    service.answers('overview', anOverview({ pipelines: [aPipeline()] }));
    open();
    expect(
      await screen.findByText('Nothing needs you now'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Champions')).toBeNull();
  });

  it('leads to the runs that are not listed', async () => {
    service.answers(
      'overview',
      anOverview({ troubled: { runs: [aRun({ state: 'failed' })], more: 3 } }),
    );
    open();
    expect(
      await screen.findByRole('link', { name: '3 more in the list of runs' }),
    ).toHaveAttribute(
      'href',
      '/training/runs?state=failed&state=blocked&state=lost',
    );
  });

  it('asks for whose the address says, and keeps the choice there', async () => {
    service.answers('overview', anOverview({ pipelines: [aPipeline()] }));
    const { user, place } = open();
    await user.click(await screen.findByRole('radio', { name: 'Mine' }));
    await screen.findByText('Nothing needs you now');
    expect(place()).toBe(`${AT}?scope=mine`);
    expect(
      service.asked('overview').map(({ query }) => query.get('scope')),
    ).toEqual(expect.arrayContaining(['mine', 'teams']));
  });

  it('leads from an empty overview of mine to everybody’s', async () => {
    service.answers('overview', anOverview());
    const { container, user, place } = open('?scope=mine');
    expect(
      await screen.findByText('No pipeline, run or model is yours'),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    await user.click(screen.getByRole('link', { name: 'see everything' }));
    expect(place()).toBe(`${AT}?scope=all`);
    expect(await screen.findByText('npm run demo')).toBeInTheDocument();
  });

  it('has no violations while it loads', async () => {
    service.keepsWaiting('overview');
    const { container } = open();
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what went wrong', async () => {
    service.refuses('overview', { status: 500, message: 'The store is full.' });
    const { container } = open();
    expect(await screen.findByText('The store is full.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});
