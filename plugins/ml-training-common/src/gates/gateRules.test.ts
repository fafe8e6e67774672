import { gatesVerdict } from './gateRules';
import { judgeGates } from './judgeGates';
import { gateOf } from './parseGate';

const gate = gateOf({ gate: 'size', artifact_mb: 20 });
const warning = gateOf({ gate: 'size <= 1 MB', severity: 'warning' });
const good = judgeGates([gate], {
  modelBytes: 2e6,
  checks: { verdict: 'passed' },
});
const [checks, size] = good;

describe('gatesVerdict', () => {
  it('passes when the checks and every critical gate passed', () => {
    expect(gatesVerdict([gate], good)).toEqual({ verdict: 'passed' });
  });

  it.each([
    ['fail', 'failed'],
    ['warn', 'failed'],
    ['error', 'could not be computed'],
    ['skipped', 'was not run'],
  ] as const)('blocks on a critical gate with status %s', (status, reason) => {
    expect(gatesVerdict([gate], [checks, { ...size, status }])).toMatchObject({
      verdict: 'blocked',
      because: [{ id: 'size', reason }],
    });
  });

  it('blocks when the result of a gate was removed', () => {
    expect(gatesVerdict([gate], [checks])).toMatchObject({
      because: [{ id: 'size', reason: 'is missing' }],
    });
  });

  it('blocks when the verdict of the checks was removed, also without gates', () => {
    expect(gatesVerdict([], [])).toMatchObject({
      because: [{ id: 'checks', reason: 'is missing' }],
    });
  });

  it('takes no result that was judged against another expectation', () => {
    expect(
      gatesVerdict([gate], [checks, { ...size, expected: 'at most 99 MB' }]),
    ).toMatchObject({ because: [{ reason: 'is missing' }] });
  });

  it.each([21, null])('takes no pass of %s, which is not enough', measured => {
    expect(gatesVerdict([gate], [checks, { ...size, measured }])).toMatchObject(
      { because: [{ reason: 'failed' }] },
    );
  });

  it('lets a failed warning through', () => {
    const results = judgeGates([warning], {
      modelBytes: 2e6,
      checks: { verdict: 'passed' },
    });
    expect(results[1].status).toBe('warn');
    expect(gatesVerdict([warning], results)).toEqual({ verdict: 'passed' });
  });
});
