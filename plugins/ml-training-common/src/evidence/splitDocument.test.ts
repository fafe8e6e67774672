import { splitDocument, type SplitWindowRows } from './splitDocument';

const window: SplitWindowRows = {
  from: '2001-05-08T00:00:00.000Z',
  to: '2001-06-11T00:00:00.000Z',
  label_cutoff: '2001-06-11T00:00:00.000Z',
  rows_in: 10,
  without_label: 1,
  immature: 2,
  rows_out: 7,
  positives: { late_v1: 3 },
};
const document = {
  schema_version: 1,
  rows_in: 35,
  outside_windows: 5,
  windows: { train: window, validation: window, test: window },
};

describe('splitDocument', () => {
  it('accepts a funnel in which every row is accounted for', () => {
    expect(splitDocument.safeParse(document).success).toBe(true);
  });

  it.each([
    [
      'a window',
      { windows: { ...document.windows, test: { ...window, immature: 1 } } },
    ],
    ['the whole', { rows_in: 36 }],
  ])('refuses a funnel that loses a row of %s', (_, change) => {
    expect(splitDocument.safeParse({ ...document, ...change }).success).toBe(
      false,
    );
  });
});
