import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';
import {
  aRunDetail,
  aStep,
  renderTraining,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { act, screen, waitFor, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { useState } from 'react';
import { browserLayout } from '../../testing/browserLayout';
import { StepsTab } from './StepsTab';

expect.extend(toHaveNoViolations);
// A whole page on a busy machine.
jest.setTimeout(30_000);

describe('StepsTab', () => {
  const service = trainingService();
  browserLayout();

  const open = (run = aRunDetail(), search = '') => {
    service.streams<'readLog'>('readLog', () => [
      { type: 'text', offset: 0, next: 6, text: 'done.\n' },
      { type: 'end', next: 6, because: 'closed', size: 6 },
    ]);
    return renderTraining(<StepsTab run={run} />, {
      at: `/training/runs/run-1/steps${search}`,
    });
  };
  const stepButton = (name: string) =>
    screen.findByRole('button', { name: new RegExp(`^${name}`) });

  it('walks the graph along its edges with the arrow keys, and keeps the step in the address', async () => {
    const { user, place } = open(undefined, '?step=materialize-dataset');
    const first = await stepButton('materialize-dataset');
    expect(first).toHaveAttribute('aria-pressed', 'true');
    act(() => first.focus());
    await user.keyboard('{ArrowDown}');
    await waitFor(() =>
      expect(place()).toBe('/training/runs/run-1/steps?step=train-model'),
    );
    expect(await stepButton('train-model')).toHaveFocus();
    expect(
      screen.getByRole('region', { name: 'Step train-model' }),
    ).toBeInTheDocument();
    await user.keyboard('{End}{ArrowUp}{ArrowUp}');
    await waitFor(() =>
      expect(place()).toBe(
        '/training/runs/run-1/steps?step=materialize-dataset',
      ),
    );
    expect(await stepButton('materialize-dataset')).toHaveFocus();
  });

  it('lets the Tab key reach one step only', async () => {
    open();
    await stepButton('train-model');
    const reachable = screen
      .getAllByRole('button', { pressed: false })
      .concat(screen.getAllByRole('button', { pressed: true }))
      .filter(button => button.dataset.step && button.tabIndex === 0);
    expect(reachable).toHaveLength(1);
  });

  it('shows what failed before anybody chose, and all that is known of it', async () => {
    open(
      aRunDetail({
        stepViews: [
          aStep({ name: 'load' }),
          aStep({
            state: 'failed',
            because: ['The command ended with 3.'],
            exitCode: 3,
            try: 2,
            reusedFrom: null,
          }),
        ],
      }),
    );
    const panel = await screen.findByRole('region', {
      name: 'Step train-model',
    });
    expect(panel).toHaveTextContent('The command ended with 3.');
    expect(panel).toHaveTextContent('attempt 1, try 2');
    expect(panel).toHaveTextContent('1.2 GB at most; 4 GB requested');
    expect(panel).toHaveTextContent('1.875 CPUs on average; 2 requested');
    expect(panel).toHaveTextContent('python train.py');
    expect(panel).toHaveTextContent('Python 3.11.7');
    expect(
      within(panel).getByRole('button', { name: 'Copy digest of model' }),
    ).toBeInTheDocument();
    expect(await within(panel).findByText('done.')).toBeInTheDocument();
    expect(
      within(panel).getByRole('link', { name: 'Open the whole log' }),
    ).toHaveAttribute('href', '/training/runs/run-1/logs?step=train-model');
  });

  it('says what a step waits for and what nobody measured', async () => {
    open(
      aRunDetail({
        stepViews: [
          aStep({
            state: 'waiting',
            waitsFor: 'materialize-dataset',
            measurements: null,
            seconds: null,
            hasLog: false,
          }),
        ],
      }),
    );
    const panel = await screen.findByRole('region', {
      name: 'Step train-model',
    });
    expect(panel).toHaveTextContent('Waits for materialize-dataset.');
    expect(panel).toHaveTextContent('not measured; 4 GB requested');
    expect(within(panel).queryByText('Last log lines')).toBeNull();
  });

  it('has the same steps as a plain list', async () => {
    const { user, place } = open();
    await user.click(await screen.findByRole('radio', { name: 'List' }));
    const list = await screen.findByRole('grid');
    expect(within(list).getAllByRole('row')).toHaveLength(4);
    await user.click(
      within(list).getByRole('button', { name: 'materialize-dataset' }),
    );
    await waitFor(() =>
      expect(place()).toBe(
        '/training/runs/run-1/steps?view=list&step=materialize-dataset',
      ),
    );
  });

  it('draws of 500 steps those in view, and of these only the one that changed again', async () => {
    const stepViews = [...Array(500).keys()].map(n =>
      aStep({
        name: `step-${n}`,
        needs: n < 10 ? [] : [`step-${n - 10}`],
        state: 'waiting',
        hasLog: false,
      }),
    );
    let begin = () => {};
    const Changing = () => {
      const [state, setState] = useState<StepView['state']>('waiting');
      begin = () => setState('running');
      return (
        <StepsTab
          run={aRunDetail({
            // As another answer brings them: equal, but other objects.
            stepViews: stepViews.map(step => ({
              ...step,
              state: step.name === 'step-1' ? state : 'waiting',
            })),
          })}
        />
      );
    };
    const { user } = renderTraining(<Changing />, {
      at: '/training/runs/run-1/steps?step=step-0',
    });
    const first = await stepButton('step-0');
    expect(document.querySelectorAll('[data-step]').length).toBeLessThan(250);
    const graph = document.querySelector('.react-flow');
    const changed = new Set<string | undefined>();
    const watch = new MutationObserver(seen =>
      seen.forEach(({ target }) =>
        changed.add(
          (target instanceof Element ? target : target.parentElement)
            ?.closest('[data-step]')
            ?.getAttribute('data-step') ?? undefined,
        ),
      ),
    );
    watch.observe(graph ?? document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    act(begin);
    await waitFor(() => expect([...changed]).toEqual(['step-1']));
    watch.disconnect();

    expect(screen.queryByText('step-499')).toBeNull();
    act(() => first.focus());
    await user.keyboard('{End}');
    expect(await stepButton('step-499')).toHaveFocus();
  });

  it('has no barriers', async () => {
    const { container } = open();
    await screen.findByText('done.');
    expect(await axe(container)).toHaveNoViolations();
  });
});
