import { act, render, screen } from '@testing-library/react';
import { aRun } from '../testing';
import { RunDuration } from './RunDuration';

describe('the duration of a run', () => {
  it('stands beside what is usual', () => {
    render(<RunDuration run={aRun()} />);
    expect(screen.getByText(/^1 m 12 s/)).toHaveTextContent(
      '1 m 12 s, usually 1 m 10 s',
    );
  });

  it('is alone where nothing is usual yet', () => {
    render(<RunDuration run={aRun({ usualSeconds: null })} />);
    expect(screen.getByText('1 m 12 s')).toBeInTheDocument();
  });

  it('is a gap where the run never began', () => {
    render(
      <RunDuration
        run={aRun({ state: 'queued', startedAt: null, durationSeconds: null })}
      />,
    );
    expect(screen.getByTitle('Not begun')).toHaveTextContent('–');
  });

  it('grows while the run goes on', () => {
    jest.useFakeTimers({ now: Date.parse('2026-07-02T09:01:05.000Z') });
    try {
      render(
        <RunDuration run={aRun({ state: 'running', usualSeconds: null })} />,
      );
      expect(screen.getByText('1 m')).toBeInTheDocument();
      act(() => {
        jest.advanceTimersByTime(5000);
      });
      expect(screen.getByText('1 m 5 s')).toBeInTheDocument();
    } finally {
      jest.useRealTimers();
    }
  });
});
