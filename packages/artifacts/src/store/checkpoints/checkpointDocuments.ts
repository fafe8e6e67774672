import { digest } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

const by = {
  run: z.string(),
  attempt: z.int().positive(),
  try: z.int().positive(),
};

/** `checkpoints/<identity>/epochs/<n>.json`: the n-th claim of the identity. */
export const claimDocument = z.strictObject({
  schema_version: z.literal(1),
  identity: digest,
  epoch: z.int().positive(),
  ...by,
});
export type Claim = z.output<typeof claimDocument>;

/** `checkpoints/<identity>/<generation>/checkpoint.json` */
export const checkpointDocument = z.strictObject({
  schema_version: z.literal(1),
  identity: digest,
  generation: z.int().positive(),
  /** Of the claim that it was saved under. */
  epoch: z.int().positive(),
  ...by,
  tree: digest,
});
export type Checkpoint = z.output<typeof checkpointDocument>;
