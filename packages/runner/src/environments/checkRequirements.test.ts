import { checkRequirements, hasRequirements } from './checkRequirements';

const HASH = `--hash=sha256:${'ab'.repeat(32)}`;
const check = (text: string) => checkRequirements(text, 'requirements.lock');

describe('checkRequirements', () => {
  it('accepts what pip-compile and uv write', () => {
    const text = `#
# made by pip-compile
#
--index-url https://packages.example/simple

lightgbm==4.6.0 ; python_version >= "3.11" \\
    ${HASH} \\
    ${HASH}
    # via -r requirements.in
scikit-learn[extra] == 1.5.0 ${HASH}  # pinned
local @ https://files.example/local-1.0-py3-none-any.whl ${HASH}
`;
    expect(check(text)).toEqual([]);
    expect(hasRequirements(text)).toBe(true);
  });

  it('finds nothing to install in comments and options', () => {
    expect(hasRequirements('# nothing\n--only-binary :all:\n')).toBe(false);
  });

  it('says at which line a hash is missing', () => {
    const [problem, ...rest] = check(
      `numpy==2.1.0 \\\n    ${HASH}\n\npandas==2.2.0\n`,
    );
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      file: 'requirements.lock',
      line: 4,
      found: 'none',
      expected: 'a --hash=sha256:… for pandas==2.2.0',
      severity: 'error',
    });
  });

  it.each([
    `numpy ${HASH}`,
    `numpy>=2 ${HASH}`,
    `numpy==2.* ${HASH}`,
    `numpy==2.1.0,<3 ${HASH}`,
    `./local-package ${HASH}`,
    `https://files.example/numpy.whl ${HASH}`,
  ])('wants an exact version in %s', text => {
    expect(check(text)).toMatchObject([
      { expected: expect.stringContaining('an exact version') },
    ]);
  });

  it.each([
    '-r other.txt',
    '-e .',
    '-c constraints.txt',
    '--no-binary :all:',
    '--only-binary :none:',
    '--find-links wheels',
    '--pre',
  ])('refuses %s, which the lock does not hold', text => {
    expect(check(text)).toMatchObject([{ found: `the option "${text}"` }]);
  });

  it('takes no hash of another kind', () => {
    expect(check('numpy==2.1.0 --hash=md5:abcdef')).toHaveLength(1);
  });

  it('tells every problem at once', () => {
    expect(check('numpy\npandas==1.0\n-e .')).toHaveLength(3);
  });
});
