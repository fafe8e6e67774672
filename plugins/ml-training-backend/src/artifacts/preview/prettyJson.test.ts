import fc from 'fast-check';
import { prettyJson } from './prettyJson';

describe('prettyJson', () => {
  it('puts a value on a line', () => {
    expect(prettyJson('{"a":[1,{"b":null}],"c":{},"d":[ ]}')).toBe(
      `{
  "a": [
    1,
    {
      "b": null
    }
  ],
  "c": {},
  "d": []
}
`,
    );
  });

  it('prints as JSON.stringify does, whatever the white space was', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, '\t'), (text, indent) => {
        const value = JSON.parse(text);
        expect(prettyJson(JSON.stringify(value, null, indent))).toBe(
          `${JSON.stringify(value, null, 2)}\n`,
        );
      }),
    );
  });

  it('leaves numbers and doubled names as they are', () => {
    expect(prettyJson('{"n":12345678901234567890,"n":1.0}')).toBe(
      '{\n  "n": 12345678901234567890,\n  "n": 1.0\n}\n',
    );
  });

  it.each(['', '{', '{"a":}', 'NaN'])('gives up on %j', text => {
    expect(prettyJson(text)).toBeUndefined();
  });

  it('gives up on what is nested so deep that it would outgrow a page', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(prettyJson(nested(64))).toBeDefined();
    expect(prettyJson(nested(65))).toBeUndefined();
    expect(prettyJson(nested(130_000))).toBeUndefined();
  });
});
