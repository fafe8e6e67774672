import {
  aComparison,
  aRun,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { ComparePage } from './ComparePage';

const AT = '/training/runs/compare';

function open(search = '?run=run-1&run=run-2') {
  return renderTraining(<ComparePage />, { at: `${AT}${search}` });
}

describe('the comparison', () => {
  const service = trainingService();

  it('says in words what differs, then shows only that', async () => {
    service.answers('compareRuns', aComparison());
    const { container } = open();
    expect(
      await screen.findByText(
        'Specification: training.hyperparameters.num_trees was 400 and is 800.',
      ),
    ).toBeInTheDocument();
    const specification = screen.getByRole('grid', { name: 'Specification' });
    expect(
      within(specification).getByRole('row', { name: /num_trees/ }),
    ).toHaveTextContent(/400.*800/);
    expect(within(specification).queryByText(/learning_rate/)).toBeNull();
    expect(screen.getByText('1 more is the same')).toBeInTheDocument();
    const metrics = screen.getByRole('grid', { name: 'Metrics' });
    expect(within(metrics).getByText('↑ +0.0035 better')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows what is the same where it is asked for, and keeps that in the address', async () => {
    service.answers('compareRuns', aComparison());
    const { user, place } = open();
    await user.click(
      await screen.findByRole('switch', { name: 'Also show what is the same' }),
    );
    expect(
      await screen.findByRole('row', { name: /learning_rate/ }),
    ).toHaveTextContent('same');
    expect(place()).toBe(`${AT}?run=run-1&run=run-2&all=true`);
  });

  it('does not hold figures against each other that cannot be compared', async () => {
    service.answers(
      'compareRuns',
      aComparison({ notComparable: ['Their test rows differ.'] }),
    );
    const { container } = open();
    expect(
      await screen.findByText('Their test rows differ.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/better/, { selector: 'td *' })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('puts another run first and takes one out', async () => {
    service.answers('compareRuns', ({ query }) =>
      aComparison({
        runs: query.getAll('run').map(run => aRun({ run })),
        values: [],
        sentences: [],
      }),
    );
    const { user, place } = open('?run=run-1&run=run-2&run=run-3');
    await user.click(
      await screen.findByRole('button', {
        name: 'Hold the others against run-3',
      }),
    );
    expect(place()).toBe(`${AT}?run=run-3&run=run-1&run=run-2`);
    await user.click(
      await screen.findByRole('button', {
        name: 'Take run-1 out of the comparison',
      }),
    );
    expect(place()).toBe(`${AT}?run=run-3&run=run-2`);
    expect(await screen.findByText('Nothing differs')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Take/ })).toBeNull();
  });

  it('asks for two runs where there are fewer, and asks the service nothing', async () => {
    const { container } = open('?run=run-1');
    expect(
      await screen.findByText('Two to five runs can be compared'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Choose other runs' }),
    ).toHaveAttribute('href', '/training/runs?run=run-1');
    expect(service.asked('compareRuns')).toEqual([]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that it compares while it does', async () => {
    service.keepsWaiting('compareRuns');
    const { container } = open();
    expect(
      await screen.findByRole('status', { name: 'Comparing' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why it cannot', async () => {
    service.refuses('compareRuns', { status: 404, message: 'No run run-2.' });
    const { container } = open();
    expect(await screen.findByText('No run run-2.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});
