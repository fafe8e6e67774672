import { z } from 'zod';
import { duration } from '../instants';
import { resources } from './resources';
import { runtime } from './runtime';

/** A program and its arguments; no shell reads them. */
export const command = z
  .array(z.string())
  .min(1)
  .describe(
    'The program and its arguments as a list, such as [python, train.py]. No shell reads it.',
  );

export const threads = z
  .int()
  .positive()
  .max(1024)
  .default(1)
  .describe(
    'How many threads the command may use. Part of what a model is: another number is another model.',
  );

export const retries = z
  .int()
  .nonnegative()
  .max(10)
  .default(0)
  .describe('Further tries after a failure. A block is never tried again.');

export const MOST_WORKERS = 64;

export const workers = z
  .int()
  .positive()
  .max(MOST_WORKERS)
  .describe(
    'Machines that run the command together, each knowing its rank; the first one writes the outputs. Part of what a model is. Needs an engine with pods.',
  );

export const timeout = duration
  .optional()
  .describe('The command is ended after this time and counts as failed.');

export const commandRuntime = runtime.optional();
export const commandResources = resources
  .optional()
  .describe('What the command may use.');
