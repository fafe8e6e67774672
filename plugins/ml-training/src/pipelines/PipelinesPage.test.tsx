import {
  aMark,
  aPipeline,
  pipelinesPageOf,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { PipelinesPage } from './PipelinesPage';

const AT = '/training/pipelines';

function open(search = '') {
  return renderTraining(<PipelinesPage />, { at: `${AT}${search}` });
}

describe('the list of pipelines', () => {
  const service = trainingService();

  it('says of each how it is doing', async () => {
    const fourMinutesAgo = new Date(Date.now() - 240_000).toISOString();
    service.answers(
      'listPipelines',
      pipelinesPageOf([
        aPipeline({
          lastRuns: [aMark({ run: 'run-5', submittedAt: fourMinutesAgo })],
          successRate: 0.9,
          stale: true,
        }),
      ]),
    );
    const { container } = open();
    const row = await screen.findByRole('row', { name: /Flight delay/ });
    expect(
      within(row).getByRole('link', { name: 'Flight delay' }),
    ).toHaveAttribute('href', '/training/pipelines/default/flight-delay');
    expect(
      within(row).getByRole('link', {
        name: 'Succeeded, 4 minutes ago, 1 m 12 s',
      }),
    ).toHaveAttribute('href', '/training/runs/run-5');
    for (const text of ['90 %', '1 m 10 s', 'Stale', 'arrivals']) {
      expect(within(row).getByText(text)).toBeInTheDocument();
    }
    expect(await axe(container)).toHaveNoViolations();
  });

  it('lets the service look for a text that stands in the address', async () => {
    service.answers('listPipelines', pipelinesPageOf([]));
    const { user, place } = open();
    await user.type(await screen.findByRole('searchbox'), 'home');
    expect(
      await screen.findByText('No pipeline is called like that'),
    ).toBeInTheDocument();
    expect(place()).toBe(`${AT}?text=home`);
    await waitFor(() =>
      expect(service.asked('listPipelines').at(-1)?.query.get('text')).toBe(
        'home',
      ),
    );
  });

  it('says what a pipeline is and how to see one, where there is none', async () => {
    service.answers('listPipelines', pipelinesPageOf([]));
    const { container } = open();
    expect(await screen.findByText('No pipeline yet')).toBeInTheDocument();
    expect(screen.getByText('npm run demo')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('has no violations while it loads', async () => {
    service.keepsWaiting('listPipelines');
    const { container } = open();
    expect(await screen.findAllByRole('row', { name: /Loading/ })).toHaveLength(
      5,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what went wrong', async () => {
    service.refuses('listPipelines', { status: 403, message: 'Ask an owner.' });
    const { container } = open();
    expect(await screen.findByText('Ask an owner.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});
