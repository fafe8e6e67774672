import {
  aRun,
  renderTraining,
  runsPageOf,
  someFacets,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { act, screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { RunsPage } from './RunsPage';

const AT = '/training/runs';

function open(search = '') {
  return renderTraining(<RunsPage />, { at: `${AT}${search}` });
}

/** The table's rows without its head. */
async function rows() {
  const table = await screen.findByRole('grid', { name: 'Runs' });
  return within(table).getAllByRole('row').slice(1);
}

describe('the list of runs', () => {
  const service = trainingService();
  beforeEach(() => service.answers('runFacets', someFacets()));

  it('has no violations while it loads, and rows of the final shape', async () => {
    service.keepsWaiting('listRuns');
    const { container } = open();
    expect(await rows()).toHaveLength(10);
    expect(screen.getByText('Looking for runs')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says of each run how it went', async () => {
    service.answers(
      'listRuns',
      runsPageOf([
        aRun({
          run: 'run-7',
          state: 'blocked',
          because: 'auc is 0.61, expected at least 0.7.',
          gates: { passed: 3, blocked: 1, total: 4 },
          trigger: 'schedule',
          headline: {
            metric: 'logloss',
            value: 0.4312,
            better: 'lower',
            change: 0.02,
          },
        }),
      ]),
    );
    const { container } = open();
    const row = await screen.findByRole('row', { name: /run-7/ });
    for (const text of [
      'Blocked',
      'auc is 0.61, expected at least 0.7.',
      '1 m 12 s',
      ', usually 1 m 10 s',
      '1 blocked',
      '3 of 4 passed',
      'Schedule',
      'local',
      'arrivals',
      '↑ +0.02 worse',
    ]) {
      expect(within(row).getByText(text)).toBeInTheDocument();
    }
    expect(within(row).getByRole('link', { name: 'run-7' })).toHaveAttribute(
      'href',
      '/training/runs/run-7',
    );
    expect(
      within(row).getByRole('link', { name: 'flight-delay' }),
    ).toHaveAttribute('href', '/training/pipelines/default/flight-delay');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what will be here and what fills it, where nothing ran', async () => {
    service.answers('listRuns', runsPageOf([]));
    const { container } = open();
    expect(await screen.findByText('No run yet')).toBeInTheDocument();
    expect(screen.getByText('npm run demo')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that filters hide the runs, and takes them away', async () => {
    service.answers('listRuns', ({ query }) =>
      runsPageOf(query.has('state') ? [] : [aRun()]),
    );
    const { user, place } = open('?state=failed&sort=duration');
    expect(
      await screen.findByText('No run fits these filters'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }));
    expect(await screen.findByText('run-1')).toBeInTheDocument();
    expect(place()).toBe(`${AT}?sort=duration`);
  });

  it('says what went wrong, with the id of the request', async () => {
    service.refuses('listRuns', {
      status: 503,
      message: 'The database does not answer.',
      requestId: 'request-9',
    });
    const { container } = open();
    expect(
      await screen.findByText('The database does not answer.'),
    ).toBeInTheDocument();
    expect(screen.getByText('request-9')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('keeps what is chosen in a filter in the address, as a chip that can be removed', async () => {
    service.answers('listRuns', runsPageOf([aRun()]));
    const { user, place } = open();
    await screen.findByText('run-1');
    await user.click(screen.getByRole('button', { name: /State/ }));
    await user.click(await screen.findByRole('option', { name: 'Failed' }));
    await user.click(await screen.findByRole('option', { name: 'Blocked' }));
    await user.keyboard('{Escape}');
    expect(place()).toBe(`${AT}?state=failed&state=blocked`);
    await waitFor(() =>
      expect(
        service.asked('listRuns').at(-1)?.query.getAll('state').sort(),
      ).toEqual(['blocked', 'failed']),
    );
    const chip = screen.getByRole('row', { name: 'State: Failed' });
    await user.click(within(chip).getByRole('button'));
    expect(place()).toBe(`${AT}?state=blocked`);
  });

  it('lets the service sort, by keyboard alone', async () => {
    service.answers('listRuns', runsPageOf([aRun()]));
    const { user, place } = open();
    const head = await screen.findByRole('columnheader', { name: /Duration/ });
    act(() => head.focus());
    await user.keyboard('{Enter}');
    expect(place()).toBe(`${AT}?sort=duration&order=asc`);
    await user.keyboard('{Enter}');
    expect(place()).toBe(`${AT}?sort=duration&order=desc`);
    await waitFor(() =>
      expect(head).toHaveAttribute('aria-sort', 'descending'),
    );
    expect(service.asked('listRuns').at(-1)?.query.get('sort')).toBe(
      'duration',
    );
  });

  it('shows metrics and parameters that the address asks for as columns', async () => {
    service.answers(
      'listRuns',
      runsPageOf([
        aRun({
          columns: { 'metrics.auc': 0.74211, 'params.optimizer': 'adam' },
        }),
      ]),
    );
    open('?column=metrics.auc&column=params.optimizer');
    expect(await screen.findByText('adam')).toBeInTheDocument();
    expect(
      screen.getByRole('columnheader', { name: /^auc/ }),
    ).toBeInTheDocument();
    expect(service.asked('listRuns')[0].query.getAll('column')).toEqual([
      'metrics.auc',
      'params.optimizer',
    ]);
  });

  it('offers metrics and parameters while an expression is written, and asks on Enter', async () => {
    service.answers('listRuns', runsPageOf([aRun()]));
    const { user, place } = open();
    await screen.findByText('run-1');
    const field = screen.getByRole('combobox', { name: 'Where' });
    await user.type(field, 'num');
    await user.click(
      await screen.findByRole('option', { name: 'params.num_trees' }),
    );
    expect(field).toHaveValue('params.num_trees ');
    await user.type(field, '>= 400{Enter}');
    await waitFor(() =>
      expect(service.asked('listRuns').at(-1)?.query.get('where')).toBe(
        'params.num_trees >= 400',
      ),
    );
    expect(place()).toContain('where=params.num_trees');
  });

  it('points at a mistake in the expression and asks nothing', async () => {
    service.answers('listRuns', runsPageOf([aRun()]));
    const { container } = open('?where=metrics.auc+>+high');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /At character 15: expected a number, found high/,
    );
    expect(container.querySelector('pre')).toHaveTextContent(
      /metrics\.auc > high\s+\^/,
    );
    expect(screen.getByRole('combobox', { name: 'Where' })).toBeInvalid();
    expect(service.asked('listRuns')).toHaveLength(0);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('points at a mistake that only the service sees', async () => {
    service.refuses('listRuns', {
      status: 400,
      name: 'InputError',
      message: 'No run has this metric.',
      place: { text: 'metrics.auk > 1', at: 8 },
    });
    open('?where=metrics.auk+>+1');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'At character 9: No run has this metric.',
    );
  });

  it('compares what is chosen, at most five', async () => {
    service.answers(
      'listRuns',
      runsPageOf([1, 2, 3, 4, 5, 6].map(n => aRun({ run: `run-${n}` }))),
    );
    const { user, place } = open('?run=run-1&run=run-2&run=run-3&run=run-4');
    await user.click(
      await screen.findByRole('checkbox', { name: /Choose run-5/ }),
    );
    expect(place()).toContain('run=run-5');
    expect(
      screen.getByRole('checkbox', { name: /Choose run-6/ }),
    ).toBeDisabled();
    expect(
      screen.getByRole('link', { name: 'Compare 5 runs' }),
    ).toHaveAttribute(
      'href',
      '/training/runs/compare?run=run-1&run=run-2&run=run-3&run=run-4&run=run-5',
    );
  });

  it('needs two runs to compare', async () => {
    service.answers('listRuns', runsPageOf([aRun()]));
    open('?run=run-1');
    expect(
      await screen.findByText('Choose one more to compare'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Compare/ })).toBeNull();
  });

  it('goes to the next page and keeps the place in the address', async () => {
    service.answers('listRuns', ({ query }) =>
      query.get('cursor') === 'c2'
        ? runsPageOf([aRun({ run: 'run-51' })], { previous: 'c1', total: 51 })
        : runsPageOf([aRun()], { next: 'c2', total: 51 }),
    );
    const { user, place } = open();
    await user.click(await screen.findByRole('button', { name: 'Next' }));
    expect(await screen.findByText('run-51')).toBeInTheDocument();
    expect(place()).toBe(`${AT}?cursor=c2`);
  });

  describe('while runs go on', () => {
    beforeEach(() => jest.useFakeTimers({ advanceTimers: true }));
    afterEach(() => jest.useRealTimers());

    it('changes states in place and lets new runs wait for a press', async () => {
      const running = aRun({ run: 'run-1', state: 'running', endedAt: null });
      service.answers('listRuns', runsPageOf([running]));
      const { user } = open();
      await screen.findByRole('row', { name: /run-1/ });

      service.answers(
        'listRuns',
        runsPageOf([aRun({ run: 'run-2' }), aRun({ run: 'run-1' })]),
      );
      act(() => {
        jest.advanceTimersByTime(3100);
      });
      const announced = await screen.findByRole('button', {
        name: '1 new run',
      });
      const [row, ...others] = await rows();
      expect(others).toEqual([]);
      expect(within(row).getByText('Succeeded')).toBeInTheDocument();
      await user.click(announced);
      expect(
        (await rows()).map(one => one.textContent?.match(/run-\d/)?.[0]),
      ).toEqual(['run-2', 'run-1']);
    });

    it('keeps the list and says that it may be old, when the service stops answering', async () => {
      service.answers('listRuns', runsPageOf([aRun({ state: 'running' })]));
      open();
      await screen.findByText('run-1');
      service.refuses('listRuns', { status: 503, message: 'Gone.' });
      act(() => {
        jest.advanceTimersByTime(3100);
      });
      expect(
        await screen.findByText('The list may be old.'),
      ).toBeInTheDocument();
      expect(screen.getByText('run-1')).toBeInTheDocument();
    });
  });
});
