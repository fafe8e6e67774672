import { z } from 'zod';
import { expectation } from '../expectation';

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, {
  error: expectation(
    'the name of an environment variable',
    'Use letters, digits and underscores.',
  ),
});

const secretReference = z.union(
  [
    z.strictObject({
      env: variable.describe('The environment variable that holds the value.'),
    }),
    z.strictObject({
      ref: z
        .string()
        .min(1)
        .describe('The name in the secret store of the engine. Not built yet.'),
    }),
  ],
  {
    error: expectation(
      'a reference to a secret',
      'Write {env: NAME}; the value itself never stands in a specification.',
    ),
  },
);

/** Environment variables of the commands, by reference: values are read when a command starts and stored nowhere. */
export const secrets = z.record(variable, secretReference);
