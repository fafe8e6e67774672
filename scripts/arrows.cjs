// The dependency arrows of the house, as lint rules: what a package may import of the others.
const { builtinModules } = require('node:module');
const factory = require('@backstage/cli/config/eslint-factory');

const COMMON = '@trainyard/backstage-plugin-ml-training-common';
const NODE = '@trainyard/backstage-plugin-ml-training-node';
const REACT = '@trainyard/backstage-plugin-ml-training-react';
const PAGES = '@trainyard/backstage-plugin-ml-training';
const SERVICE = '@trainyard/backstage-plugin-ml-training-backend';
const LOCAL_ENGINE =
  '@trainyard/backstage-plugin-ml-training-backend-module-local';
const ARGO_ENGINE =
  '@trainyard/backstage-plugin-ml-training-backend-module-argo-workflows';
const BUCKET_STORE =
  '@trainyard/backstage-plugin-ml-training-backend-module-s3';
const CATALOG =
  '@trainyard/backstage-plugin-catalog-backend-module-ml-training';

/** Inward only: whoever is named later may import whoever is named before, never the reverse. */
const MAY_IMPORT = {
  [COMMON]: [],
  '@trainyard/artifacts': [COMMON],
  '@trainyard/argo-manifest': [COMMON],
  '@trainyard/runner': [COMMON, '@trainyard/artifacts'],
  '@trainyard/steps': [COMMON, '@trainyard/artifacts', '@trainyard/runner'],
  '@trainyard/cli': [
    COMMON,
    '@trainyard/artifacts',
    '@trainyard/runner',
    '@trainyard/steps',
  ],
  [NODE]: [COMMON, '@trainyard/artifacts'],
  [SERVICE]: [
    COMMON,
    NODE,
    '@trainyard/artifacts',
    '@trainyard/runner',
    '@trainyard/steps',
  ],
  [LOCAL_ENGINE]: [
    COMMON,
    NODE,
    '@trainyard/artifacts',
    '@trainyard/runner',
    '@trainyard/steps',
    '@trainyard/cli',
  ],
  [ARGO_ENGINE]: [
    COMMON,
    NODE,
    '@trainyard/artifacts',
    '@trainyard/argo-manifest',
    '@trainyard/runner',
    '@trainyard/steps',
  ],
  [BUCKET_STORE]: [COMMON, NODE, '@trainyard/artifacts'],
  [CATALOG]: [COMMON],
  [REACT]: [COMMON],
  [PAGES]: [COMMON, REACT],
  backend: [
    COMMON,
    NODE,
    SERVICE,
    LOCAL_ENGINE,
    ARGO_ENGINE,
    BUCKET_STORE,
    CATALOG,
  ],
  app: [COMMON, REACT, PAGES],
};

const NO_WORLD =
  'The domain is pure: it does no I/O and asks neither clock nor dice (design §3). Take it as a parameter.';

/** What keeps the domain pure; its tests may read files. */
const pure = {
  restrictedSrcImports: builtinModules.flatMap(name =>
    [name, `node:${name}`].map(path => ({ name: path, message: NO_WORLD })),
  ),
  restrictedSrcSyntax: [
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
    'MemberExpression[object.name="process"]',
    'MemberExpression[object.name="crypto"]',
    'CallExpression[callee.name="fetch"]',
  ].map(selector => ({ selector, message: NO_WORLD })),
};

module.exports = function arrows(folder) {
  const { name } = require(`${folder}/package.json`);
  const allowed = MAY_IMPORT[name];
  if (!allowed) {
    throw new Error(
      `${name} has no place among the arrows of scripts/arrows.cjs`,
    );
  }
  const forbidden = Object.keys(MAY_IMPORT).filter(
    other => other !== name && !allowed.includes(other),
  );
  return factory(folder, {
    ...((name === COMMON || name === '@trainyard/argo-manifest') && pure),
    restrictedImports: forbidden.map(other => ({
      name: other,
      message: `${name} may not depend on ${other}: arrows point inward (design §3).`,
    })),
    restrictedImportPatterns: forbidden.map(other => `${other}/*`),
    overrides: [
      {
        // What only tests import: it is never built.
        files: ['src/testing/**'],
        rules: {
          'no-restricted-syntax': 'off',
          '@backstage/no-undeclared-imports': 'off',
        },
      },
    ],
    tsRules: {
      // A table of words may stand below the function that reads it: the promise comes first.
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, variables: false },
      ],
    },
    rules: {
      'no-console': name === COMMON ? 'error' : 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
    },
  });
};
