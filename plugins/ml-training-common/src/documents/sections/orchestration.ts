import { z } from 'zod';
import { expectation } from '../expectation';
import { datasetLaws } from './dataset';
import { law } from './laws';
import { promotion } from './operations';
import { trainingLaws } from './training';

const DEFAULT_DAG = 'dataset -> train -> evaluate -> calibrate -> register';

/** The default graph by its short name (§49). */
export const orchestration = z.strictObject({
  dag: z
    .string()
    .refine(text => text.replace(/\s+/g, ' ').trim() === DEFAULT_DAG, {
      error: expectation(
        DEFAULT_DAG,
        'Write it so, or leave the section out; steps of your own go into section steps.',
      ),
    })
    .describe(`Shorthand for the default graph: ${DEFAULT_DAG}.`),
});

/** What is kept of every run (§49). */
export const tracking = z.strictObject({
  run_metadata: law('What a run was made of is recorded.'),
  metrics: law('Metrics are recorded.'),
  artifacts: z
    .literal('immutable')
    .default('immutable')
    .describe('What is sealed never changes.'),
});

/** Which kinds of gates a pipeline wants to have (§49). */
export const validation = z.strictObject({
  offline_metric_gate: law('A metric of the test can block.'),
  segment_gate: law('A group of examples that is served worse can block.'),
  feature_compatibility_gate: law('What serving lacks can block.'),
  latency_gate: law('A model that answers too slowly can block.'),
});

/** The minimal production plan as it stands in §49: promises only. */
export const minimalPlan = z.strictObject({
  orchestration,
  dataset: z.strictObject(datasetLaws),
  training: z.strictObject(trainingLaws),
  tracking,
  validation,
  promotion,
});
