import { z } from 'zod';
import { instant } from '../instants';
import { word } from '../names';

const quality = z
  .enum(['passed', 'failed', 'not checked'])
  .describe('What checks said of it.');

/** What a feature snapshot says of itself (§9). */
export const featureSnapshot = z.strictObject({
  feature_snapshot_id: word.describe('Names the snapshot for ever.'),
  feature_set_version: word.describe('The feature set it was built from.'),
  generated_at: instant.describe('When it was built.'),
  source_data: z
    .record(word, z.string().min(1))
    .describe('Source: the version that was read.'),
  quality_status: quality,
});
export type FeatureSnapshot = z.output<typeof featureSnapshot>;

/** What a label snapshot says of itself (§10). */
export const labelSnapshot = z.strictObject({
  label_snapshot_id: word.describe('Names the snapshot for ever.'),
  labels: z
    .record(word, z.string().min(1))
    .describe('Label: the version of its definition.'),
  maturity_cutoff: instant.describe(
    'Outcomes that were known later are not in it.',
  ),
  source_events: z
    .array(z.string().min(1))
    .describe('Event tables it was built from.'),
  quality_status: quality,
});
export type LabelSnapshot = z.output<typeof labelSnapshot>;

/** Where an artifact lies and what its bytes hash to (§27). A placeholder parses, and is refused where it is used. */
export const artifactReference = z.strictObject({
  artifact_uri: z.string().min(1).describe('Where the bytes lie.'),
  sha256: z
    .string()
    .min(1)
    .describe('SHA-256 of the bytes, 64 hexadecimal digits.'),
});
export type ArtifactReference = z.output<typeof artifactReference>;
