import { z } from 'zod';
import { json } from '../../json/json';
import { word } from '../names';
import {
  command,
  commandResources,
  commandRuntime,
  retries,
  threads,
  timeout,
  workers,
} from './command';
import { law } from './laws';

/** What §49 states of training. */
export const trainingLaws = {
  config_versioned: law('The configuration of training has a version.'),
  container_image_pinned: law('Images are named by digest.'),
  code_version_recorded: law('The code of a run is sealed with it.'),
  random_seeds_recorded: law('Seeds are part of what a step is.'),
};

/** Enough to train again (Training Orchestration and Reproducibility §7). */
export const training = z.strictObject({
  training_run: z
    .string()
    .min(1)
    .optional()
    .describe('A name of your own for the run; recorded. Run ids are given.'),
  model_name: word.describe('Under this name model versions are registered.'),
  model_type: z
    .string()
    .min(1)
    .optional()
    .describe('What kind of model it is, in your words; shown to readers.'),
  dataset_version: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Need not be written. Where it is, it must be the dataset of section dataset: <name>_<version>.',
    ),
  command: command
    .optional()
    .describe(
      'The program that trains and its arguments, such as [python, train.py]. No shell reads it.',
    ),
  hyperparameters: z
    .record(z.string(), json)
    .default({})
    .describe('What the command finds under hyperparameters.'),
  random_seed: z
    .int()
    .optional()
    .describe('What the command finds as the seed `random_seed`.'),
  runtime: commandRuntime.describe(
    'What the commands of training and scoring run in.',
  ),
  resources: commandResources,
  threads,
  retries,
  timeout,
  isolate_steps: z
    .boolean()
    .default(false)
    .describe('A pod for each step, on engines that have pods.'),
  workers: workers.default(1),
  ...trainingLaws,
});
export type Training = z.output<typeof training>;

export const scoring = z.strictObject({
  command: command.describe(
    'The program that scores: it reads model/ and examples/ and writes predictions/. It runs in the runtime of training.',
  ),
  resources: commandResources,
  timeout,
});
export type Scoring = z.output<typeof scoring>;
