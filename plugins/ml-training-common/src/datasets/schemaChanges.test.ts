import { schemaChanges } from './schemaChanges';

const column = (name: string, type: string) => ({ name, type });

describe('schemaChanges', () => {
  it('finds nothing between equal schemas, whatever their order', () => {
    const one = [column('a', 'BIGINT'), column('b', 'DOUBLE')];
    expect(schemaChanges(one, [...one].reverse())).toEqual([]);
  });

  it('tells what is new, what has another type and what is gone', () => {
    expect(
      schemaChanges(
        [column('a', 'BIGINT'), column('b', 'DOUBLE')],
        [column('c', 'VARCHAR'), column('b', 'BIGINT')],
      ),
    ).toEqual([
      { name: 'c', after: 'VARCHAR' },
      { name: 'b', before: 'DOUBLE', after: 'BIGINT' },
      { name: 'a', before: 'BIGINT' },
    ]);
  });
});
