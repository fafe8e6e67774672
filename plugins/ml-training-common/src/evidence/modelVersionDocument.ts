import { z } from 'zod';
import { digest, digestOfJson, shortDigest } from '../json/digest';
import { namedColumn } from '../plan/parameters/columns';
import type { RegisterModelParameters } from '../plan/parameters/modelSteps';
import { environment } from '../plan/plan';
import { blocker, type Verdict } from './verdict';

/** Trees that a decision rests on. */
export const evidenceDigests = z.strictObject({
  model: digest,
  dataset: digest,
  checks: digest,
  evaluation: digest,
  gates: digest,
  report: digest,
  /** Absent where the pipeline does not calibrate. */
  calibration: digest.optional(),
});
export type EvidenceDigests = z.output<typeof evidenceDigests>;

/** All it takes to score with this version again, also when it is a champion of years ago (design §5). */
export const scoringContract = z.strictObject({
  command: z.array(z.string()),
  environment,
  /** Absent where the image holds it. */
  code: digest.optional(),
  model: digest,
  calibration: digest.optional(),
  signature: z.strictObject({
    inputs: z.array(namedColumn),
    outputs: z.array(namedColumn),
  }),
});
export type ScoringContract = z.output<typeof scoringContract>;

/** `registration/model.json`: a model version and what it rests on. */
export const modelVersionDocument = z.strictObject({
  schema_version: z.literal(1),
  name: z.string(),
  version: z.string(),
  /** A blocked version is kept, and can never be approved. */
  stage: z.enum(['candidate', 'blocked']),
  because: z.array(blocker),
  evidence: evidenceDigests,
  /** Of name, evidence and scoring contract: equal evidence is the same version. */
  evidence_digest: digest,
  scoring_contract: scoringContract,
});
export type ModelVersionDocument = z.output<typeof modelVersionDocument>;

/**
 * Registers a model.
 *
 * @param gates - the verdict recomputed from the sealed gates
 */
export function modelVersionOf(
  { model_name: name, scoring }: RegisterModelParameters,
  evidence: EvidenceDigests,
  gates: Verdict,
): ModelVersionDocument {
  const { features, labels, ...rest } = scoring;
  const contract: ScoringContract = {
    ...rest,
    model: evidence.model,
    ...(evidence.calibration && { calibration: evidence.calibration }),
    signature: {
      inputs: [
        { name: 'example_id', type: 'string' },
        { name: 'prediction_time', type: 'timestamp' },
        ...features,
      ],
      outputs: [
        { name: 'example_id', type: 'string' },
        ...labels.map(label => ({ name: label, type: 'double' as const })),
      ],
    },
  };
  const evidenceDigest = digestOfJson({
    name,
    evidence: { ...evidence },
    scoring_contract: contract,
  });
  return {
    schema_version: 1,
    name,
    version: `local-${shortDigest(evidenceDigest)}`,
    stage: gates.verdict === 'passed' ? 'candidate' : 'blocked',
    because: gates.verdict === 'passed' ? [] : gates.because,
    evidence,
    evidence_digest: evidenceDigest,
    scoring_contract: contract,
  };
}
