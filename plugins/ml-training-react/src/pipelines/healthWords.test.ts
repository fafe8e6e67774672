import { aMark, aPipeline } from '../testing';
import { healthWords } from './healthWords';

const NOW = new Date('2026-07-02T10:00:00.000Z');

function health(different: Parameters<typeof aPipeline>[0]) {
  return healthWords(aPipeline(different), NOW);
}

describe('the health of a pipeline', () => {
  it('is good where the last ended run succeeded, though one is running', () => {
    expect(
      health({
        lastRuns: [aMark({ state: 'running' }), aMark(), aMark()],
        successRate: 1,
      }),
    ).toEqual({
      verdict: 'healthy',
      says: [
        'Its last run succeeded 1 hour ago.',
        '2 of the last 2 ended runs succeeded.',
        'A run usually takes 1 m 10 s.',
      ],
    });
  });

  it('asks for attention where the last run did not succeed, and says since when', () => {
    const { verdict, says } = health({
      lastRuns: [
        aMark({ state: 'blocked' }),
        aMark({ state: 'failed' }),
        aMark(),
      ],
    });
    expect(verdict).toBe('needs attention');
    expect(says.slice(0, 2)).toEqual([
      'Its last run was blocked 1 hour ago.',
      'The last 2 runs did not succeed.',
    ]);
  });

  it('does not count a lost run as ended, but asks for attention to it', () => {
    const { verdict, says } = health({
      lastRuns: [aMark({ state: 'lost' }), aMark()],
      successRate: 1,
    });
    expect(verdict).toBe('needs attention');
    expect(says).toContain('Its last run was lost 1 hour ago.');
    expect(says).toContain('1 of the last 1 ended runs succeeded.');
  });

  it('asks for attention where success is overdue', () => {
    const { verdict, says } = health({
      stale: true,
      lastSuccess: '2026-06-01T10:00:00.000Z',
    });
    expect(verdict).toBe('needs attention');
    expect(says[0]).toMatch(/^Its last success was last month/);
  });

  it.each([
    ['nothing ever ran', [], 'It has never run.'],
    [
      'the first run goes on',
      [aMark({ state: 'queued' })],
      'Its first run has not ended yet.',
    ],
  ])('is not known where %s', (_, lastRuns, says) => {
    expect(
      health({
        lastRuns,
        successRate: null,
        usualSeconds: null,
        lastSuccess: null,
      }),
    ).toEqual({ verdict: 'unknown', says: [says] });
  });
});
