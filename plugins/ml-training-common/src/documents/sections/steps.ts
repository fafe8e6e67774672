import { z } from 'zod';
import { json } from '../../json/json';
import { expectation } from '../expectation';
import { slug, word } from '../names';
import {
  command,
  commandResources,
  commandRuntime,
  retries,
  threads,
  timeout,
  workers,
} from './command';

const OUTPUT = /^[a-z0-9-]+\/[A-Za-z0-9_-]+$/;
const SOURCE = /^source:[A-Za-z_][A-Za-z0-9_]*$/;

const output = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/, {
  error: expectation(
    'the name of an output',
    'Use letters, digits, dashes and underscores: it is a folder.',
  ),
});

const input = z
  .string()
  .refine(text => OUTPUT.test(text) || SOURCE.test(text), {
    error: expectation(
      'an output of a step, or a source',
      'Write step/output, such as train-model/model, or source:NAME.',
    ),
  });

/** A step of the pipeline's own: any command that keeps the step contract (design §5). */
export const ownStep = z.strictObject({
  command,
  needs: z
    .array(slug)
    .default([])
    .describe(
      'Steps that must have ended before; makers of inputs need not be named.',
    ),
  inputs: z
    .record(word, input)
    .default({})
    .describe(
      'Name of the folder under $TRAINYARD_IN: `step/output` or `source:NAME`.',
    ),
  outputs: z
    .array(output)
    .default([])
    .describe('Folders that the command writes under $TRAINYARD_OUT.'),
  hyperparameters: z
    .record(z.string(), json)
    .default({})
    .describe('What the command finds under hyperparameters.'),
  seeds: z
    .record(word, z.int())
    .default({})
    .describe('What the command finds under seeds.'),
  threads,
  measured: z
    .boolean()
    .default(false)
    .describe('The step looks at the world, so that it is never reused.'),
  runtime: commandRuntime.describe(
    "What the command runs in; without it, what training runs in, else whatever is on the host's PATH.",
  ),
  resources: commandResources,
  retries,
  timeout,
  workers: workers.optional(),
  tolerates: z
    .array(slug)
    .default([])
    .describe('Steps whose block does not skip this one.'),
});
export type OwnStep = z.output<typeof ownStep>;

/** The pipeline's own steps by name, inserted into the default graph or standing alone. */
export const steps = z.record(slug, ownStep);

/** Where an input of an own step comes from. */
export function inputOf(
  text: string,
):
  | { readonly source: string }
  | { readonly step: string; readonly output: string } {
  if (text.startsWith('source:'))
    return { source: text.slice('source:'.length) };
  const slash = text.indexOf('/');
  return { step: text.slice(0, slash), output: text.slice(slash + 1) };
}
