import type { RunDetail } from '@trainyard/backstage-plugin-ml-training-common';
import { screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { anEvidence, noEvidence } from '../testing/anEvidence';
import { aRun } from '../testing/aRun';
import { renderTraining } from '../testing/renderTraining';
import { trainingService } from '../testing/trainingService';
import { DataTab } from './DataTab';
import { GatesTab } from './GatesTab';
import { MetricsTab } from './MetricsTab';

expect.extend(toHaveNoViolations);

const run = aRun() as RunDetail;
const noCurves = { latest: {}, params: {}, curves: {} };

describe('GatesTab', () => {
  const service = trainingService();

  it('says first what blocked, measured against expected', async () => {
    service.answers('showEvidence', anEvidence('raw.auc >= 0.99'));
    renderTraining(<GatesTab run={run} />);
    expect(await screen.findByText(/^Blocked: /)).toHaveTextContent(
      /0\.8.*at least 0\.99/,
    );
    const gates = screen.getAllByRole('button');
    expect(gates[0]).toHaveTextContent('Blocked');
    expect(gates.at(-1)).toHaveTextContent('Passed');
  });

  it('opens a gate to its rows, reason and owner, and keeps it in the URL', async () => {
    service.answers('showEvidence', anEvidence('raw.auc >= 0.99'));
    const { user, place } = renderTraining(<GatesTab run={run} />);
    const [gate] = await screen.findAllByRole('button');
    expect(gate).toHaveAttribute('aria-expanded', 'false');
    await user.click(gate);
    expect(gate).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByText('300')).toBeInTheDocument();
    expect(place()).toContain('gate=');
  });

  it('does not repeat a verdict that the results do not bear out', async () => {
    service.answers(
      'showEvidence',
      anEvidence(undefined, {
        recomputed: {
          checks: null,
          gates: null,
          disagreements: ['gates.json says passed; its results say blocked.'],
        },
      }),
    );
    renderTraining(<GatesTab run={run} />);
    expect(
      await screen.findByText(/its results say blocked/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The verdict cannot be recomputed here'),
    ).toBeInTheDocument();
  });

  it('says why there are none', async () => {
    service.answers('showEvidence', noEvidence());
    renderTraining(<GatesTab run={run} />);
    expect(await screen.findByText('No gates were run')).toBeInTheDocument();
  });
});

describe('MetricsTab', () => {
  const service = trainingService();

  it('shows both splits, and where a segment is worse than all rows', async () => {
    service.answers('showEvidence', anEvidence());
    service.answers('showMetrics', noCurves);
    renderTraining(<MetricsTab run={run} />);
    const row = await screen.findByRole('row', { name: /auc \(headline\)/ });
    expect(within(row).getAllByText(/^0\.8/)).toHaveLength(2);
    expect(
      screen.getByRole('row', { name: /size: small/ }),
    ).toBeInTheDocument();
  });

  it('draws curves of what the team reported, with a table behind them', async () => {
    service.answers('showEvidence', noEvidence());
    service.answers('showMetrics', {
      ...noCurves,
      curves: {
        loss: [
          { name: 'loss', step: 1, value: 0.5 },
          { name: 'loss', step: 2, value: 0.25 },
        ],
      },
    });
    const { user } = renderTraining(<MetricsTab run={run} />);
    expect(
      await screen.findByRole('img', { name: 'step 2: loss 0.25' }),
    ).toHaveAttribute('tabindex', '0');
    await user.click(screen.getByRole('switch', { name: 'As a table' }));
    expect(screen.getByText('0.2500')).toBeInTheDocument();
  });
});

describe('DataTab', () => {
  const service = trainingService();

  it('tells what became of the rows', async () => {
    service.answers('showEvidence', anEvidence());
    renderTraining(<DataTab run={run} />);
    expect(
      await screen.findByText('3,650 examples went in, 3,150 came out'),
    ).toBeInTheDocument();
    expect(screen.getByText('50 rows lie in no window.')).toBeInTheDocument();
    const checks = screen.getAllByRole('row', { name: /row_count/ });
    expect(checks[0]).toHaveTextContent('row_count(train)');
  });

  it('puts the check first that a link leads to', async () => {
    service.answers('showEvidence', anEvidence());
    renderTraining(<DataTab run={run} />, { at: '/?check=row_count(test)' });
    const checks = await screen.findAllByRole('row', { name: /row_count/ });
    expect(checks[0]).toHaveTextContent('row_count(test)');
  });

  it('says what it will show', async () => {
    service.answers('showEvidence', noEvidence());
    renderTraining(<DataTab run={run} />);
    expect(
      await screen.findByText('Nothing is known of the data yet'),
    ).toBeInTheDocument();
  });
});

describe('each tab', () => {
  const service = trainingService();

  it.each([
    ['gates', <GatesTab run={run} />],
    ['metrics', <MetricsTab run={run} />],
    ['data', <DataTab run={run} />],
  ])('%s is free of barriers', async (_, tab) => {
    service.answers('showEvidence', anEvidence('raw.auc >= 0.99'));
    service.answers('showMetrics', noCurves);
    const { container } = renderTraining(tab);
    await screen.findAllByText(/late_v1|row_count|auc/);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says so when the service refuses', async () => {
    service.refuses('showEvidence', { status: 503, message: 'Store is gone.' });
    renderTraining(<DataTab run={run} />);
    expect(await screen.findByText('Store is gone.')).toBeInTheDocument();
  });
});
