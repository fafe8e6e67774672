import { z } from 'zod';
import { soundParts, Unsound, whereSound } from './soundParts';

const schema = z.strictObject({
  a: z.strictObject({ b: z.int(), c: z.string().default('c') }),
  names: z.record(z.string(), z.int()).default({}),
  list: z.array(z.int()).default([]),
  kind: z
    .discriminatedUnion('is', [
      z.strictObject({ is: z.literal('x'), x: z.int() }),
      z.strictObject({ is: z.literal('y') }),
    ])
    .optional(),
});
const sound = (value: Parameters<typeof soundParts>[1]) =>
  soundParts(schema, value) as z.output<typeof schema>;

describe('soundParts', () => {
  it('is the parsed value where all of it parses', () => {
    expect(sound({ a: { b: 1 } })).toEqual({
      a: { b: 1, c: 'c' },
      names: {},
      list: [],
    });
  });

  it('keeps what parses beside what does not, defaults and all', () => {
    const value = sound({
      a: { b: 'no' },
      names: { one: 1, two: 'no' },
      list: [1, 'no'],
      kind: { is: 'x', x: 'no' },
    });
    expect(value.a.c).toBe('c');
    expect(value.names.one).toBe(1);
    expect(Object.keys(value.names)).toEqual(['one', 'two']);
    expect(value.list[0]).toBe(1);
    expect(value.kind?.is).toBe('x');
    expect(() => value.a.b).toThrow(Unsound);
    expect(() => value.names.two).toThrow(Unsound);
    expect(() => value.list[1]).toThrow(Unsound);
    expect(() => value.list.map(item => item)).toThrow(Unsound);
  });

  it('throws for a part that is missing or of another shape', () => {
    expect(() => sound({}).a).toThrow(Unsound);
    expect(() => sound({ a: 7 }).a).toThrow(Unsound);
    expect(sound({}).kind).toBeUndefined();
    expect(() => sound({ kind: { is: 'z' } }).kind).toThrow(Unsound);
  });
});

describe('whereSound', () => {
  it('gives what a rule finds, and nothing where it reads an unsound part', () => {
    const value = sound({ a: { b: 'no' } });
    expect(whereSound(() => [value.a.c])).toEqual(['c']);
    expect(whereSound(() => [value.a.b])).toEqual([]);
  });

  it('does not hide any other fault', () => {
    expect(() =>
      whereSound(() => {
        throw new RangeError('ours');
      }),
    ).toThrow('ours');
  });
});
