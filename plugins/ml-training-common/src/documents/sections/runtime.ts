import { z } from 'zod';
import { expectation } from '../expectation';
import { innerPath } from '../names';

const python = z.strictObject({
  python: z
    .string()
    .regex(/^3\.(?:1[1-9]|[2-9]\d)$/, {
      error: expectation(
        'Python 3.11 or later',
        "Write major and minor version in quotes, such as '3.11'.",
      ),
    })
    .describe('Least version of the interpreter, in quotes; 3.11 or later.'),
  requirements: innerPath.describe(
    'The file that pins every package with hashes, as pip reads it.',
  ),
});

/** What a command runs in, and the code it runs (§13). */
export const runtime = z.strictObject({
  container_image: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The image that an engine with containers runs, pinned as name@sha256:….',
    ),
  code_version: z
    .string()
    .min(1)
    .optional()
    .describe('Recorded as written. The commit itself is found, never typed.'),
  code: innerPath
    .optional()
    .describe(
      'Folder with the code, sealed with the run; `image` where the image holds it.',
    ),
  environment: python
    .optional()
    .describe('A virtual environment that is made from a lock of packages.'),
});
export type Runtime = z.output<typeof runtime>;
