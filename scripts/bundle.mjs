// Bundles the command line: one start-up file, and chunks that are loaded when a command needs them.
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { at } from './toolchain.mjs';

const outdir = at('packages', 'cli', 'dist');
rmSync(outdir, { recursive: true, force: true });

/** Loaded by commands that work with a bucket, and by no other: it is as large as all the rest. */
const S3_SDK = 's3Sdk.cjs';
const S3_PACKAGES = [
  '@aws-sdk/client-s3',
  '@aws-sdk/s3-request-presigner',
  '@smithy/node-http-handler',
];
await build({
  stdin: {
    contents: S3_PACKAGES.map(name => `export * from '${name}';`).join('\n'),
    resolveDir: at('packages', 'artifacts'),
  },
  outfile: path.join(outdir, S3_SDK),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});

await build({
  entryPoints: {
    trainyard: at('packages', 'cli', 'src', 'bin.ts'),
    reference: at('packages', 'cli', 'src', 'writeReference.ts'),
    apiReference: at(
      ...['plugins', 'ml-training-backend', 'src', 'openapi'],
      'writeReference.ts',
    ),
  },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  plugins: [
    {
      name: 's3-sdk-apart',
      setup({ onResolve }) {
        onResolve({ filter: /^@(aws-sdk|smithy)\// }, ({ path: name }) =>
          S3_PACKAGES.includes(name)
            ? { path: `./${S3_SDK}`, external: true }
            : undefined,
        );
      },
    },
    {
      // A quarter of the bundle would be zod's messages in languages that nobody is shown.
      name: 'without-locales',
      setup({ onLoad }) {
        onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
          contents: '',
        }));
      },
    },
  ],
  // DuckDB brings a native library along, which no bundle can hold.
  external: ['@duckdb/node-api'],
  // CommonJS packages inside an ES module still call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
