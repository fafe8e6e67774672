import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';

/** Each a module of the domain that breaks its purity, and the rule that says so. */
const IMPURE: readonly (readonly [string, string, string])[] = [
  [
    'import files',
    `export * from 'node:fs/promises';`,
    'no-restricted-imports',
  ],
  [
    'import the runner',
    `export * from '@trainyard/runner';`,
    'no-restricted-imports',
  ],
  [
    'import the store',
    `export * from '@trainyard/artifacts';`,
    'no-restricted-imports',
  ],
  [
    'ask the clock',
    'export const at = () => Date.now();',
    'no-restricted-syntax',
  ],
  [
    'ask the calendar',
    'export const at = () => new Date();',
    'no-restricted-syntax',
  ],
  [
    'throw dice',
    'export const at = () => Math.random();',
    'no-restricted-syntax',
  ],
  [
    'ask the process',
    'export const at = () => process.env.HOME;',
    'no-restricted-syntax',
  ],
];
const PURE = 'export const at = (ms: number) => new Date(ms);';

/** In a process of its own: plugins of ESLint do not load inside a test. */
const LINT = `
const { ESLint } = require('eslint');
(async () => {
  const eslint = new ESLint();
  const rules = [];
  for (const text of JSON.parse(process.argv[1])) {
    const [{ messages }] = await eslint.lintText(text + '\\n', { filePath: 'src/plan/sample.ts' });
    rules.push(messages.map(({ ruleId }) => ruleId));
  }
  console.log(JSON.stringify(rules));
})();
`;

describe('the domain', () => {
  let rules: readonly (readonly string[])[];

  beforeAll(() => {
    const texts = [...IMPURE.map(([, text]) => text), PURE];
    rules = JSON.parse(
      execFileSync(execPath, ['-e', LINT, JSON.stringify(texts)], {
        cwd: join(__dirname, '..'),
        encoding: 'utf8',
      }),
    );
  }, 60_000);

  it.each(IMPURE.map(([what, , rule], i) => [what, rule, i] as const))(
    'may not %s',
    (_, rule, i) => {
      expect(rules[i]).toContain(rule);
    },
  );

  it('may read an instant that it was given', () => {
    expect(rules.at(-1)).toEqual([]);
  });
});
