import { z } from 'zod';

const seed = z.int();

/** Every draw has a seed of its own (§14). */
export const seeds = z.strictObject({
  dataset_sampling: seed.optional().describe('Drawing rows of the dataset.'),
  subsampling: seed
    .optional()
    .describe('Drawing rows of training or validation.'),
  negative_sampling: seed.optional().describe('Drawing negatives.'),
  model_init: seed.optional().describe('First weights of the model.'),
  batch_order: seed.optional().describe('The order of mini-batches.'),
  hyperparameter_search: seed.optional().describe('Drawing trials.'),
});
export type Seeds = z.output<typeof seeds>;
