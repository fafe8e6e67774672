import { screen } from '@testing-library/react';
import { useAnswer } from '../client/useAnswer';
import { renderTraining } from './renderTraining';
import { aRun, runsPageOf } from './aRun';
import { trainingService } from './trainingService';

function Names() {
  const runs = useAnswer('listRuns', { state: ['failed'] });
  if (runs.status === 'loading') return <p>Loading</p>;
  if (runs.status === 'failed') return <p>{runs.error.message}</p>;
  return (
    <ul>
      {runs.answer.items.map(({ run }) => (
        <li key={run}>{run}</li>
      ))}
    </ul>
  );
}

describe('renderTraining', () => {
  const service = trainingService();

  it('lets a page ask the service through the real client', async () => {
    service.answers('listRuns', runsPageOf([aRun({ run: 'run-9' })]));
    renderTraining(<Names />);
    expect(await screen.findByText('run-9')).toBeInTheDocument();
    expect(service.asked('listRuns')[0].query.getAll('state')).toEqual([
      'failed',
    ]);
  });

  it('lets the service refuse in its own words', async () => {
    service.refuses('listRuns', { status: 403, message: 'Ask the owner.' });
    renderTraining(<Names />);
    expect(await screen.findByText('Ask the owner.')).toBeInTheDocument();
  });

  it('leaves a page loading while the service says nothing', async () => {
    service.keepsWaiting('listRuns');
    renderTraining(<Names />);
    expect(await screen.findByText('Loading')).toBeInTheDocument();
  });
});
