import {
  changed,
  isFiltered,
  queryOf,
  readAddress,
  withoutFilters,
} from './runsAddress';

function query(search: string) {
  return queryOf(readAddress(new URLSearchParams(search)));
}

describe('the address of the list of runs', () => {
  it('asks for the newest first where it says nothing', () => {
    expect(query('')).toEqual({ sort: 'submitted', order: 'desc', limit: 25 });
  });

  it('asks for every value of a filter', () => {
    expect(query('state=failed&state=blocked&model=m')).toMatchObject({
      state: ['failed', 'blocked'],
      model: ['m'],
    });
  });

  it('leaves out states and days that are none', () => {
    expect(query('state=exploded&from=yesterday&to=2026-13-40')).toEqual(
      query(''),
    );
  });

  it('asks for whole days in UTC, the last one included', () => {
    expect(query('from=2026-02-27&to=2026-02-28')).toMatchObject({
      from: '2026-02-27T00:00:00.000Z',
      to: '2026-03-01T00:00:00.000Z',
    });
  });

  it('asks for sort, expression, columns and page', () => {
    expect(
      query(
        'sort=metrics.auc&order=asc&where=metrics.auc+>+0.7&column=metrics.my+metric&cursor=c',
      ),
    ).toMatchObject({
      sort: 'metrics.auc',
      order: 'asc',
      where: 'metrics.auc > 0.7',
      column: ['metrics.my metric'],
      cursor: 'c',
    });
  });

  it.each([
    ['a filter', { state: ['failed'] }],
    ['the expression', { where: 'metrics.auc > 0.7' }],
    ['the sort', { sort: 'duration', order: 'asc' }],
  ])('begins at the first page after a change of %s', (_, changes) => {
    const after = changed(new URLSearchParams('cursor=c&run=run-1'), changes);
    expect(after.get('cursor')).toBeNull();
    expect(after.get('run')).toBe('run-1');
  });

  it('stays on its page while runs are chosen', () => {
    const after = changed(new URLSearchParams('cursor=c'), { run: ['run-1'] });
    expect(String(after)).toBe('cursor=c&run=run-1');
  });

  it('forgets what narrows the list, not what was chosen', () => {
    const after = withoutFilters(
      new URLSearchParams(
        'state=failed&where=x&from=2026-01-01&sort=duration&run=run-1',
      ),
    );
    expect(isFiltered(readAddress(after))).toBe(false);
    expect(String(after)).toBe('sort=duration&run=run-1');
  });
});
