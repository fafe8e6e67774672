import { checkOf } from '../checks/parseCheck';
import { gateOf } from '../gates/parseGate';
import { checksDocumentOf } from './checksDocument';
import {
  gatesDocument,
  gatesDocumentOf,
  recomputedGatesVerdict,
} from './gatesDocument';

const gates = [gateOf({ gate: 'size', artifact_mb: 20 })];
const checks = checksDocumentOf([checkOf('row_count > 0')], () => ({
  ...{ observed: 9, checked: 9, failed: 0 },
  sample: [],
}));

describe('gatesDocumentOf', () => {
  it('holds the gates, what was found and the verdict', () => {
    const document = gatesDocumentOf(gates, { modelBytes: 1e6, checks });
    expect(gatesDocument.parse(document)).toEqual(document);
    expect(document.verdict).toEqual({ verdict: 'passed' });
  });

  it.each([
    ['size', { checks }],
    ['checks', { modelBytes: 1e6 }],
  ])('blocks without the evidence for %s', (id, evidence) => {
    expect(gatesDocumentOf(gates, evidence).verdict).toMatchObject({
      verdict: 'blocked',
      because: [{ id, reason: 'was not run' }],
    });
  });

  it('does not believe the verdict that the checks state', () => {
    const bent = { ...checks, results: [] };
    expect(bent.verdict).toEqual({ verdict: 'passed' });
    expect(
      gatesDocumentOf(gates, { modelBytes: 1e6, checks: bent }).verdict.verdict,
    ).toBe('blocked');
  });
});

describe('recomputedGatesVerdict', () => {
  it('does not believe the verdict that a document states', () => {
    const document = gatesDocumentOf(gates, { modelBytes: 1e9, checks });
    expect(
      recomputedGatesVerdict({ ...document, verdict: { verdict: 'passed' } }),
    ).toEqual(document.verdict);
  });

  it('knows no rules but its own', () => {
    const document = gatesDocumentOf(gates, { checks });
    expect(
      recomputedGatesVerdict({ ...document, rules: { version: '0' } }),
    ).toBeUndefined();
  });
});
