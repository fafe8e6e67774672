const arrows = require('../../scripts/arrows.cjs')(__dirname);

module.exports = {
  ...arrows,
  overrides: [
    ...arrows.overrides,
    {
      // Fixtures of the pages and cards lie in ml-training-react and are never published.
      files: ['src/**/*.test.ts?(x)'],
      rules: { '@backstage/no-forbidden-package-imports': 'off' },
    },
  ],
};
