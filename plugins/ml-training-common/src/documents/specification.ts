import { z } from 'zod';
import { dayOrInstant } from './instants';
import { entityRef, slug } from './names';
import { calibration } from './sections/calibration';
import { dataset } from './sections/dataset';
import { evaluation } from './sections/evaluation';
import { checks, gates } from './sections/expressions';
import { features } from './sections/features';
import { labels } from './sections/labels';
import { negativeSampling } from './sections/negativeSampling';
import {
  privacy,
  promotion,
  schedule,
  serving,
  tenantScope,
} from './sections/operations';
import { orchestration, tracking, validation } from './sections/orchestration';
import { reproduction } from './sections/reproduction';
import { resources } from './sections/resources';
import { secrets } from './sections/secrets';
import { seeds } from './sections/seeds';
import { sources } from './sections/sources';
import { steps } from './sections/steps';
import { tables } from './sections/tables';
import { scoring, training } from './sections/training';

/** Every section; each may stand in a file of its own as `{file: name.yaml}`. */
export const sections = {
  sources: sources
    .default({})
    .describe('What is read, by name: the only place where names meet places.'),
  tables: tables
    .default({})
    .describe(
      'Facts made from sources by SELECT, each with the time it happened and the time it was known.',
    ),
  features: features
    .default({})
    .describe('Feature sets by versioned name (§9); each is a map of views.'),
  labels: labels
    .default({})
    .describe('What is to be predicted, by versioned name (§10).'),
  dataset: dataset
    .optional()
    .describe(
      'What the model learns from (§6). Without it the pipeline consists of its own steps.',
    ),
  negative_sampling: negativeSampling
    .optional()
    .describe('How negatives are drawn (§11). Not built yet.'),
  checks: checks
    .default([])
    .describe(
      'Expectations of the dataset beside those that are always on (§22, §23).',
    ),
  training: training.optional().describe('How the model is trained (§7).'),
  scoring: scoring.optional().describe('How a trained model is asked.'),
  evaluation: evaluation.optional().describe('What is measured (§18, §19).'),
  calibration: calibration
    .optional()
    .describe(
      'How scores become probabilities (§20). Without it raw scores are judged.',
    ),
  gates: gates
    .default([])
    .describe('Rules over metrics that let a model through or block it (§21).'),
  serving: serving
    .optional()
    .describe(
      'Where the model is meant to serve (§25). Accepted, not acted upon yet.',
    ),
  promotion: promotion.prefault({}).describe('Training never promotes (§39).'),
  schedule: schedule
    .optional()
    .describe(
      'When the pipeline runs by itself (§40). Accepted, not acted upon yet.',
    ),
  tenant_scope: tenantScope
    .prefault({ mode: 'shared' })
    .describe('Whose rows the model may learn from (§34).'),
  privacy: privacy
    .prefault({})
    .describe('Rules that keep rows out of training (§33). Not built yet.'),
  resources: resources.prefault({}).describe('What a built-in step may use.'),
  seeds: seeds
    .prefault({})
    .describe(
      'A seed for each kind of draw (§14); commands find them under seeds.',
    ),
  secrets: secrets
    .default({})
    .describe(
      'Environment variables of the commands, by reference; values never.',
    ),
  reproduction: reproduction
    .prefault({})
    .describe('How far a repeated run may stray (§15).'),
  steps: steps
    .default({})
    .describe(
      "The pipeline's own steps, inserted into the default graph or standing alone.",
    ),
  orchestration: orchestration
    .optional()
    .describe('The default graph by its short name (§49).'),
  tracking: tracking
    .prefault({})
    .describe('What is kept of every run (§16, §49).'),
  validation: validation
    .optional()
    .describe('Which kinds of gates the pipeline wants to have (§49).'),
};

/** `pipeline.yaml`, with all that it includes in its place (design §4). */
export const specification = z.strictObject({
  spec_version: z.literal(1).describe('The version of this form: 1.'),
  pipeline: slug.describe('The name of the pipeline.'),
  namespace: slug
    .default('default')
    .describe('The root under which names, results and artifacts are kept.'),
  owner: entityRef
    .optional()
    .describe('Who answers for the pipeline, as an entity of the catalog.'),
  description: z
    .string()
    .min(1)
    .optional()
    .describe('What question the model answers, in a sentence.'),
  as_of: dayOrInstant
    .optional()
    .describe(
      'What counts as known: an instant, or a day up to its end. Without it, it is given when pinning.',
    ),
  ...sections,
});
export type Specification = z.output<typeof specification>;

/** As people write it: what has a default may be missing. */
export type SpecificationInput = z.input<typeof specification>;
