import { pathProblem } from './treePaths';

describe('pathProblem', () => {
  it.each([
    [['a', 'b/c', 'b/d', '..x', 'ü/ß.parquet', 'year=2001/part 0.parquet']],
    [[]],
  ])('finds none in %j', paths => {
    expect(pathProblem(paths)).toBeUndefined();
  });

  it.each([
    ['/etc/passwd', /absolute/],
    ['../a', /segment "\.\."/],
    ['a/./b', /segment "\."/],
    ['a//b', /segment ""/],
    ['a/', /segment ""/],
    ['', /segment ""/],
    ['a\\b', /backslash/],
    ['a\nb', /control/],
    ['a\u0085b', /control/],
    ['a\ufffd', /UTF-8/],
    ['a\udc00', /UTF-8/],
  ])('refuses %j', (path, why) => {
    expect(pathProblem(['good', path])).toEqual({
      path,
      why: expect.stringMatching(why),
    });
  });

  it.each([
    ['twice the same', ['a', 'a'], /twice/],
    ['case', ['Model.txt', 'model.TXT'], /case/],
    ['case of a folder', ['A/x', 'a/y'], /"A" only in case/],
    ['Unicode form', ['\u00e9', 'e\u0301'], /Unicode form/],
    ['sharp s', ['straße', 'STRASSE'], /case/],
    ['a folder that is a file', ['a', 'a/b'], /file and a folder/],
    ['a file that is a folder', ['a/b', 'a'], /file and a folder/],
  ])('refuses a clash: %s', (_, paths, why) => {
    expect(pathProblem(paths)?.why).toMatch(why);
  });
});
