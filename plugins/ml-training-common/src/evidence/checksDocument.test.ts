import { checkOf } from '../checks/parseCheck';
import {
  checksDocument,
  checksDocumentOf,
  recomputedChecksVerdict,
} from './checksDocument';

const required = [checkOf('row_count(train) >= 5'), checkOf('schema')];
const good = {
  ...{ observed: 0, checked: 9, failed: 0 },
  sample: [],
};
const document = checksDocumentOf(required, check =>
  check.check === 'row_count' ? { ...good, observed: 4 } : good,
);

describe('checksDocumentOf', () => {
  it('holds what was required, what was found and the verdict', () => {
    expect(checksDocument.parse(document)).toEqual(document);
    expect(document.verdict).toEqual({
      verdict: 'blocked',
      because: [
        {
          id: 'row_count(train)',
          reason: 'failed',
          message: '4 rows; expected at least 5.',
        },
      ],
    });
  });
});

describe('recomputedChecksVerdict', () => {
  it('does not believe the verdict that a document states', () => {
    expect(
      recomputedChecksVerdict({ ...document, verdict: { verdict: 'passed' } }),
    ).toEqual(document.verdict);
  });

  it.each(['0', 'constructor'])('knows no rules %s', version => {
    expect(
      recomputedChecksVerdict({ ...document, rules: { version } }),
    ).toBeUndefined();
  });
});
