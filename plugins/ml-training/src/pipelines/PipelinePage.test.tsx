import {
  aPipelineInDetail,
  aReading,
  aRun,
  renderTraining,
  runsPageOf,
  trainingService,
} from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { screen, waitFor } from '@testing-library/react';
import { axe } from 'jest-axe';
import { PipelinesRoutes } from './PipelinesRoutes';

const AT = '/training/pipelines/default/flight-delay';

function open(search = '') {
  return renderTraining(<PipelinesRoutes />, {
    mountPath: '/training/pipelines',
    at: `${AT}${search}`,
  });
}

describe('a pipeline', () => {
  const service = trainingService();
  beforeEach(() => {
    service.answers('showPipeline', aPipelineInDetail());
    service.answers('listRuns', runsPageOf([aRun({ run: 'run-3' })]));
    service.answers('readSource', aReading());
  });

  it('says in words whether it is healthy, and shows its newest runs', async () => {
    const { container } = open();
    expect(await screen.findByText('Healthy')).toBeInTheDocument();
    expect(
      screen.getByText(/2 of the last 3 ended runs succeeded/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('row', { name: /run-3/ }),
    ).toBeInTheDocument();
    expect(service.asked('listRuns')[0].query.getAll('pipeline')).toEqual([
      'component:default/flight-delay',
    ]);
    expect(screen.getByRole('link', { name: 'All its runs' })).toHaveAttribute(
      'href',
      '/training/runs?pipeline=component%3Adefault%2Fflight-delay',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('starts one run for a press and goes to it', async () => {
    service.answers('submitRun', { run: 'run-4', created: true });
    const { user, place } = open();
    await user.click(await screen.findByRole('button', { name: 'Run now' }));
    await waitFor(() => expect(place()).toBe('/training/runs/run-4'));
    expect(service.asked('submitRun').map(({ body }) => body)).toEqual([
      {
        pipeline: 'component:default/flight-delay',
        engine: 'local',
        token: expect.stringMatching(/.{8,}/),
      },
    ]);
  });

  it('sends the same token again after a failure: what was begun is not begun twice', async () => {
    service.refuses('submitRun', { status: 503, message: 'Try later.' });
    const { user } = open();
    const press = async () =>
      user.click(await screen.findByRole('button', { name: 'Run now' }));
    await press();
    expect(await screen.findByText('Try later.')).toBeInTheDocument();
    service.answers('submitRun', { run: 'run-4', created: true });
    await press();
    await waitFor(() => expect(service.asked('submitRun')).toHaveLength(2));
    const [first, second] = service
      .asked('submitRun')
      .map(({ body }) => (body as { token: string }).token);
    expect(second).toBe(first);
  });

  it('says that it starts a run while it does', async () => {
    service.keepsWaiting('submitRun');
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Run now' }));
    expect(
      await screen.findByRole('button', { name: /Starting a run/ }),
    ).toBeInTheDocument();
  });

  it('shows every problem of the specification, when it is not run for them', async () => {
    const problem = {
      file: 'pipeline.yaml',
      line: 2,
      column: 1,
      path: ['name'],
      found: 'nothing',
      expected: 'a name',
      advice: 'Write name: flight-delay.',
      severity: 'error' as const,
    };
    service.refuses('submitRun', {
      status: 400,
      name: 'InputError',
      message: 'The specification has problems.',
      problems: [problem],
    });
    const { user, container } = open();
    await user.click(await screen.findByRole('button', { name: 'Run now' }));
    expect(
      await screen.findByText(
        'The run was not started: the specification has a problem.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('pipeline.yaml:2:1')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why the reader may not run it', async () => {
    service.answers(
      'showPipeline',
      aPipelineInDetail({ actions: { submit: 'Only arrivals may run it.' } }),
    );
    open();
    const button = await screen.findByRole('button', { name: 'Run now' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('Only arrivals may run it.');
  });

  it('lets an engine be chosen where there are several', async () => {
    service.answers(
      'showPipeline',
      aPipelineInDetail({
        engines: [
          { name: 'local', default: false },
          { name: 'argo', default: true },
        ],
      }),
    );
    service.keepsWaiting('submitRun');
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Run now' }));
    await waitFor(() =>
      expect(service.asked('submitRun')[0]?.body).toMatchObject({
        engine: 'argo',
      }),
    );
  });

  it('shows its specification by lines, with where it was read', async () => {
    service.answers(
      'readSource',
      aReading({
        problems: [
          {
            file: 'pipeline.yaml',
            line: 2,
            column: 7,
            path: ['name'],
            found: 'flight-delay',
            expected: 'another name',
            advice: 'Write another.',
            severity: 'error',
          },
        ],
      }),
    );
    const { user, place, container } = open();
    await user.click(await screen.findByRole('tab', { name: 'Specification' }));
    expect(place()).toBe(`${AT}?tab=specification`);
    expect(
      await screen.findByText('It cannot be run: 1 problem'),
    ).toBeInTheDocument();
    expect(screen.getByText('c0ffee012345')).toBeInTheDocument();
    expect(
      screen.getByText('name: flight-delay').closest('li'),
    ).toHaveTextContent('2name: flight-delay✕ problem');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says that the annotation leads nowhere', async () => {
    service.answers(
      'readSource',
      aReading({ source: null, specification: null, files: [] }),
    );
    open('?tab=specification');
    expect(
      await screen.findByText('There is nothing to read'),
    ).toBeInTheDocument();
    expect(screen.queryByText('It can be run as it is')).toBeNull();
  });

  it('says that there is no such pipeline', async () => {
    service.refuses('showPipeline', { status: 404, message: 'No pipeline.' });
    const { container } = open();
    expect(await screen.findByText('No pipeline.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('has no violations while it loads', async () => {
    service.keepsWaiting('showPipeline');
    const { container } = open();
    await screen.findByRole('tab', { name: 'Health' });
    expect(await axe(container)).toHaveNoViolations();
  });
});
