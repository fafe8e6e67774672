import {
  aggregateOf,
  columnsOfView,
  featureColumns,
  featureSet,
} from './features';

describe('featureColumns', () => {
  const set = featureSet.parse({
    origin: {
      kind: 'window',
      from: 'outcomes',
      on: ['origin'],
      windows: ['24h', '3h'],
      compute: { flights: 'count', late_share: 'mean(late)' },
    },
    at_hand: { kind: 'columns', columns: { hour: 'int' } },
    weather: {
      kind: 'as_of',
      from: 'w',
      on: ['origin'],
      columns: { sky: 'string' },
    },
    streaks: { kind: 'sql', sql: ' SELECT 1 ', columns: { row: 'bool' } },
  });

  it('names features by view, computation and window, sorted', () => {
    expect(featureColumns(set)).toEqual([
      { name: 'hour', type: 'int' },
      { name: 'origin_flights_24h', type: 'int' },
      { name: 'origin_flights_3h', type: 'int' },
      { name: 'origin_late_share_24h', type: 'double' },
      { name: 'origin_late_share_3h', type: 'double' },
      { name: 'streaks_row', type: 'bool' },
      { name: 'weather_sky', type: 'string' },
    ]);
  });

  it('names columns of the example as they are', () => {
    expect(columnsOfView('at_hand', set.at_hand)).toEqual([
      { name: 'hour', type: 'int' },
    ]);
  });
});

describe('aggregateOf', () => {
  it.each([
    ['count', { op: 'count' }],
    ['mean(late)', { op: 'mean', column: 'late' }],
    ['sum( delay minutes )', { op: 'sum', column: 'delay minutes' }],
  ])('reads %s', (text, aggregate) => {
    expect(aggregateOf(text)).toEqual(aggregate);
  });

  it.each(['max(late)', 'mean()', 'mean(a)(b)', 'count(*)', ''])(
    'refuses %j',
    text => {
      expect(() => aggregateOf(text)).toThrow('not a computation');
    },
  );
});
