import {
  digest,
  problemShape,
  runDetail,
} from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

/** What of a submission only its own page and the reconciler need. */
export const submissionBody = z.strictObject({
  plan: digest,
  bundle: digest,
  specification: z.string(),
  source: runDetail.shape.source,
  sourceFolder: z.string().nullable(),
  steps: z.array(z.string()),
  warnings: z.array(problemShape),
});
export type SubmissionBody = z.output<typeof submissionBody>;
