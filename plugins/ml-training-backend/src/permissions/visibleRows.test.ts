import { words } from '../database/sql';
import { visibleRows } from './visibleRows';
import type { RowCondition } from './visibility';

const columns = { owner: words('owner'), namespace: words('namespace') };

function sqlOf(where: RowCondition) {
  const { text, bindings } = visibleRows({ rows: 'some', where }, columns);
  return [text, bindings];
}

describe('what a caller may see, as SQL', () => {
  it('binds owners and namespaces, and pastes neither', () => {
    expect(
      sqlOf({
        allOf: [{ owners: ["'; DROP", 'b'] }, { not: { namespaces: ['n'] } }],
      }),
    ).toEqual([
      '(owner IN (?, ?)) AND (NOT (namespace IN (?)))',
      ["'; DROP", 'b', 'n'],
    ]);
  });

  it('is nothing for somebody who owns nothing', () => {
    expect(sqlOf({ owners: [] })).toEqual(['1 = 0', []]);
    expect(sqlOf({ anyOf: [] })).toEqual(['1 = 0', []]);
    expect(visibleRows({ rows: 'none' }, columns).text).toBe('1 = 0');
  });
});
