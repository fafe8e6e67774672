import {
  day,
  dayOrInstant,
  duration,
  endInstant,
  endOfDay,
  instantText,
  secondsOf,
  startOfDay,
} from './instants';

describe('days', () => {
  it('are whole in UTC, with their end in them', () => {
    expect(instantText(startOfDay('2001-06-30'))).toBe(
      '2001-06-30T00:00:00.000Z',
    );
    expect(instantText(endOfDay('2001-06-30'))).toBe(
      '2001-07-01T00:00:00.000Z',
    );
    expect(instantText(endOfDay('2000-02-28'))).toBe(
      '2000-02-29T00:00:00.000Z',
    );
  });

  it.each(['2001-02-29', '2001-6-1', '2001-06-31', '2001-06-30T00:00:00Z', ''])(
    'do not include %j',
    text => expect(day.safeParse(text).success).toBe(false),
  );
});

describe('an instant that may be a day', () => {
  it('is the end of the day, or itself', () => {
    expect(instantText(endInstant('2001-07-01'))).toBe(
      '2001-07-02T00:00:00.000Z',
    );
    expect(instantText(endInstant('2001-07-01T06:30:00Z'))).toBe(
      '2001-07-01T06:30:00.000Z',
    );
  });

  it.each([
    '2001-07-01T06:30:00',
    '2001-07-01T06:30:00+02:00',
    'today',
    '2001-02-30T00:00:00Z',
  ])('is not %s', text =>
    expect(dayOrInstant.safeParse(text).success).toBe(false),
  );
});

describe('durations', () => {
  it.each([
    ['30s', 30],
    ['90m', 5400],
    ['3h', 10_800],
    ['24h', 86_400],
    ['7d', 604_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(duration.safeParse(text).success).toBe(true);
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['0h', '3 h', 'h', '1.5h', '3H', '-3h', '3w'])(
    'do not include %j',
    text => {
      expect(duration.safeParse(text).success).toBe(false);
    },
  );

  it('throw where a number is not one', () => {
    expect(() => secondsOf('3w')).toThrow('not a duration: 3w');
  });
});
