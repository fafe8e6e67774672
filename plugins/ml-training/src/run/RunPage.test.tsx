import {
  aRun,
  aRunDetail,
  aStep,
  anEvidence,
  renderTraining,
  runsPageOf,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, waitFor, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { browserLayout } from '../testing/browserLayout';
import { RunPage } from './RunPage';

expect.extend(toHaveNoViolations);
// A whole page on a busy machine.
jest.setTimeout(30_000);

describe('RunPage', () => {
  const service = trainingService();
  browserLayout();

  const open = (below = '') =>
    renderTraining(<RunPage />, {
      at: `/training/runs/run-1${below}`,
      mountPath: '/training/runs/:run/*',
    });

  it('says in its head what the run is and how it stands', async () => {
    service.answers('showRun', aRunDetail());
    open();
    expect(await screen.findByText('Succeeded')).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'run-1' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'arrivals' })).toHaveAttribute(
      'href',
      '/catalog/default/group/arrivals',
    );
    expect(
      screen.getAllByRole('link', { name: 'flight-delay' })[0],
    ).toHaveAttribute('href', '/training/pipelines/default/flight-delay');
    expect(screen.getByText('1 on local')).toBeInTheDocument();
  });

  it('shows all twelve questions, and what was not recorded as a gap', async () => {
    service.answers('showRun', aRunDetail());
    open();
    const table = await screen.findByRole('grid');
    expect(within(table).getAllByRole('row')).toHaveLength(13);
    expect(
      screen.getByText('1 of 12 questions are answered.'),
    ).toBeInTheDocument();
    const gap = within(table).getByRole('row', { name: /sampling/ });
    expect(gap).toHaveTextContent('Not recordedThe specification has none.');
    const dataset = within(table).getByRole('row', { name: /dataset/ });
    expect(dataset).toHaveTextContent('777777777777');
    expect(within(dataset).getByRole('link')).toHaveAttribute(
      'href',
      '/training/datasets/default/flight-delay',
    );
  });

  it('says first why a blocked run is blocked, and leads to the open gate', async () => {
    service.answers(
      'showRun',
      aRunDetail({
        state: 'blocked',
        because: 'A gate said no.',
        troubles: [
          {
            what: 'The model is worse than the champion.',
            measured: 'auc 0.71',
            expected: 'at least 0.74',
            reason: 'A worse model costs connections.',
            help: { to: 'gate', gate: 'auc >= 0.74' },
          },
        ],
      }),
    );
    open();
    const trouble = await screen.findByRole('group', { name: 'What happened' });
    expect(trouble).toHaveTextContent(
      'The model is worse than the champion.Measured auc 0.71. Expected at least 0.74. A worse model costs connections.',
    );
    expect(within(trouble).getByRole('link')).toHaveAttribute(
      'href',
      '/training/runs/run-1/gates?gate=auc+%3E%3D+0.74',
    );
  });

  it('leads from a failed step to its log, and opens no runbook that is no page', async () => {
    const trouble = {
      what: 'train-model broke.',
      measured: null,
      expected: null,
      reason: null,
    };
    service.answers(
      'showRun',
      aRunDetail({
        state: 'failed',
        troubles: [
          { ...trouble, help: { to: 'log', step: 'train-model' } },
          {
            ...trouble,
            what: 'See there.',
            // eslint-disable-next-line no-script-url -- what must not become a link
            help: { to: 'runbook', page: 'javascript:alert(1)' },
          },
        ],
      }),
    );
    open();
    const group = await screen.findByRole('group', { name: 'What happened' });
    const links = within(group).getAllByRole('link');
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      '/training/runs/run-1/logs?step=train-model',
    ]);
  });

  it('tells why an action is not allowed, and does not do it', async () => {
    service.answers('showRun', aRunDetail());
    const { user } = open();
    const stop = await screen.findByRole('button', { name: 'Stop' });
    expect(stop).toHaveAttribute('aria-disabled', 'true');
    expect(stop).toHaveAccessibleDescription('It has ended.');
    await user.click(stop);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(service.asked('stopRun')).toHaveLength(0);
  });

  it('names what stopping destroys before it stops', async () => {
    service.answers(
      'showRun',
      aRunDetail({
        state: 'running',
        stepViews: [
          aStep({ name: 'load' }),
          aStep({ state: 'running' }),
          aStep({ name: 'score-model', state: 'waiting' }),
        ],
        actions: { stop: null, retry: 'No.', again: 'No.', reproduce: 'No.' },
      }),
    );
    service.answers('stopRun', { run: 'run-1', created: false });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      'What train-model did so far is destroyed, but for checkpoints.',
    );
    expect(dialog).toHaveTextContent('1 step will not begin.');
    await user.click(
      within(dialog).getByRole('button', { name: 'Stop the run' }),
    );
    await waitFor(() => expect(service.asked('stopRun')).toHaveLength(1));
  });

  it('starts one run however often one presses, and goes to it', async () => {
    service.answers('showRun', asked =>
      aRunDetail({ run: asked.path.split('/').at(-1) ?? '' }),
    );
    service.keepsWaiting('runAgain');
    const { user, place } = open();
    const again = await screen.findByRole('button', { name: 'Run again' });
    await user.dblClick(again);
    const started = await screen.findByRole('button', {
      name: 'Starting a run …',
    });
    await user.click(started);
    await waitFor(() => expect(service.asked('runAgain')).toHaveLength(1));

    service.answers('reproduceRun', { run: 'run-2', created: true });
    await user.click(screen.getByRole('button', { name: 'Reproduce' }));
    await waitFor(() => expect(place()).toBe('/training/runs/run-2'));
    expect(
      await screen.findByRole('heading', { name: 'run-2' }),
    ).toBeInTheDocument();
  });

  it('sends the same token again after a failure, so that no second run begins', async () => {
    service.answers('showRun', aRunDetail());
    service.refuses('runAgain', { status: 503, message: 'Come back later.' });
    const { user } = open();
    const again = await screen.findByRole('button', { name: 'Run again' });
    await user.click(again);
    expect(await screen.findByText('Come back later.')).toBeInTheDocument();
    await user.click(again);
    await waitFor(() => expect(service.asked('runAgain')).toHaveLength(2));
    const [one, two] = service.asked('runAgain');
    expect(two.body).toEqual(one.body);
  });

  it('offers the previous run to compare with, the older one first', async () => {
    service.answers('showRun', aRunDetail());
    service.answers(
      'listRuns',
      runsPageOf([aRun({ run: 'run-1' }), aRun({ run: 'run-0' })]),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Compare' }));
    expect(
      await screen.findByRole('menuitem', {
        name: 'With the previous run, run-0 (Succeeded)',
      }),
    ).toHaveAttribute('href', '/training/runs/compare?run=run-0&run=run-1');
  });

  it('follows a run and announces its new state', async () => {
    let state: 'running' | 'failed' = 'running';
    service.answers('showRun', () =>
      aRunDetail({ state, because: state === 'failed' ? 'It broke.' : null }),
    );
    open();
    expect(await screen.findByText('Running')).toBeInTheDocument();
    const announced = screen
      .getAllByRole('status')
      .map(({ textContent }) => textContent);
    expect(announced.join('')).toBe('');
    state = 'failed';
    expect(
      await screen.findByText('run-1: Failed. It broke.', undefined, {
        timeout: 3000,
      }),
    ).toBeInTheDocument();
  });

  it('draws nothing again while nothing changes', async () => {
    service.answers(
      'showRun',
      aRunDetail({ state: 'queued', startedAt: null, durationSeconds: null }),
    );
    const { container } = open();
    await screen.findByRole('grid');
    // By the second answer all has come to rest.
    await waitFor(
      () => expect(service.asked('showRun').length).toBeGreaterThan(1),
      { timeout: 4000 },
    );
    const changed: string[] = [];
    const watch = new MutationObserver(seen =>
      changed.push(
        ...seen.map(
          ({ type, target, attributeName }) =>
            `${type} ${attributeName} ${(target as Element).outerHTML}`,
        ),
      ),
    );
    const asked = service.asked('showRun').length;
    watch.observe(container, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    await waitFor(
      () => expect(service.asked('showRun').length).toBeGreaterThan(asked + 1),
      { timeout: 4000 },
    );
    watch.disconnect();
    expect(changed).toEqual([]);
  });

  it('keeps what it knows when the service is gone, and says that it may be old', async () => {
    service.answers('showRun', aRunDetail({ state: 'running' }));
    open();
    await screen.findByRole('heading', { name: 'run-1' });
    service.refuses('showRun', { status: 503, message: 'No database.' });
    expect(
      await screen.findByText('What you see may be old', undefined, {
        timeout: 3000,
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'run-1' })).toBeInTheDocument();
  });

  it.each([
    [403, 'You may not do this', /can grant it/],
    [404, 'Not found, or not for you to see', /address may be wrong/],
  ])('explains a %d', async (status, title, means) => {
    service.refuses('showRun', { status, message: 'Refused.' });
    const { container } = open();
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText(means)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows its shape while it loads', async () => {
    service.keepsWaiting('showRun');
    open();
    expect(await screen.findByLabelText('Loading')).toHaveAttribute(
      'aria-busy',
      'true',
    );
    expect(screen.getByRole('heading', { name: 'run-1' })).toBeInTheDocument();
  });

  it('keeps the open tab and what is chosen in it in the address', async () => {
    service.answers('showRun', aRunDetail());
    service.streams<'readLog'>('readLog', () => [
      { type: 'end', next: 0, because: 'closed', size: 0 },
    ]);
    const { user, place } = open('/steps?step=evaluate-model');
    expect(
      await screen.findByRole('region', { name: 'Step evaluate-model' }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('tab', { name: 'Summary' }));
    expect(place()).toBe('/training/runs/run-1/summary');
    await user.click(screen.getByRole('tab', { name: 'Steps' }));
    await waitFor(() =>
      expect(place()).toBe('/training/runs/run-1/steps?step=evaluate-model'),
    );
  });

  it('opens the gate that a link names, and shows it at once when one comes back', async () => {
    service.answers('showRun', aRunDetail());
    service.answers('showEvidence', anEvidence());
    const { user, container, place } = open('/gates?gate=raw.auc');
    const gate = await screen.findByRole('button', {
      name: /raw\.auc/,
    });
    expect(gate).toHaveAttribute('aria-expanded', 'true');
    expect(await axe(container)).toHaveNoViolations();
    await user.click(screen.getByRole('tab', { name: 'Summary' }));
    await screen.findByRole('grid');
    await user.click(screen.getByRole('tab', { name: 'Gates' }));
    await waitFor(() =>
      expect(place()).toBe('/training/runs/run-1/gates?gate=raw.auc'),
    );
    expect(gate).toHaveAttribute('aria-expanded', 'true');
    expect(service.asked('showEvidence')).toHaveLength(1);
  });

  it.each(['metrics', 'data'])('opens the tab %s', async tab => {
    service.answers('showRun', aRunDetail());
    service.answers('showEvidence', anEvidence());
    service.answers('showMetrics', { latest: {}, params: {}, curves: {} });
    open(`/${tab}`);
    await screen.findByText('Succeeded');
    await waitFor(() =>
      expect(screen.getByRole('tabpanel')).not.toBeEmptyDOMElement(),
    );
    await waitFor(() =>
      expect(service.asked('showEvidence').length).toBeGreaterThan(0),
    );
  });

  it('has no barriers', async () => {
    service.answers('showRun', aRunDetail({ state: 'running' }));
    const { container } = open();
    await screen.findByRole('grid');
    expect(await axe(container)).toHaveNoViolations();
  });
});
