import { fittingRank } from './fittingColumns';
import { RUN_COLUMNS, valueColumn } from './runColumns';

function ids(room: number, columns = RUN_COLUMNS) {
  const most = fittingRank(columns, room);
  return columns.filter(({ rank }) => rank <= most).map(({ id }) => id);
}

describe('the columns that fit', () => {
  it('are all where there is room', () => {
    expect(ids(200)).toEqual(RUN_COLUMNS.map(({ id }) => id));
  });

  it('are all beside the pinned navigation of a screen of 1280', () => {
    const choice = 2.5;
    expect(ids((1280 - 224 - 40 - 15) / 16 - choice)).toHaveLength(
      RUN_COLUMNS.length,
    );
  });

  it('leave out the engine first', () => {
    expect(ids(58)).toEqual([
      'state',
      'pipeline',
      'submitted',
      'duration',
      'headline',
      'gates',
      'trigger',
      'owner',
    ]);
  });

  it('say on a phone what ran, when, and how it went', () => {
    expect(ids(26)).toEqual(['state', 'pipeline', 'submitted']);
  });

  it('keep what was asked for, and state and name, where nothing fits', () => {
    expect(ids(1, [...RUN_COLUMNS, valueColumn('metrics.auc')])).toEqual([
      'state',
      'pipeline',
      'metrics.auc',
    ]);
  });
});
