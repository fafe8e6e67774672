import { z } from 'zod';
import { calibrationDocument } from '../calibration/calibrationDocument';
import { checksDocument } from '../evidence/checksDocument';
import { evaluationDocument } from '../evidence/evaluationDocument';
import { gatesDocument } from '../evidence/gatesDocument';
import { profileDocument } from '../evidence/profileDocument';
import { splitDocument } from '../evidence/splitDocument';
import { verdict } from '../evidence/verdict';
import { digest } from './shapes';

/** What a decision about a run rests on: each document as it was sealed, and the verdicts as the service recomputes them (law 7). */
export const evidenceView = z.strictObject({
  /** Trees of the documents, by kind; what is absent was skipped. */
  digests: z.record(z.string(), digest),
  profile: profileDocument.nullable(),
  split: splitDocument.nullable(),
  checks: checksDocument.nullable(),
  calibration: calibrationDocument.nullable(),
  evaluation: evaluationDocument.nullable(),
  gates: gatesDocument.nullable(),
  recomputed: z.strictObject({
    /** Null where the document is absent or its rules are not known here. */
    checks: verdict.nullable(),
    gates: verdict.nullable(),
    /** What a sealed document states and its results do not bear out. */
    disagreements: z.array(z.string()),
  }),
  /** Documents that are damaged or in a form that is not known here. */
  unreadable: z.array(z.string()),
  /** Columns of the dataset by name and type. */
  schema: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  /** The report's tree. */
  report: digest.nullable(),
  runbooks: z.record(z.string(), z.string()),
});
export type EvidenceView = z.output<typeof evidenceView>;
