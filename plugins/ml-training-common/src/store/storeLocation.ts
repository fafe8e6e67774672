import { z } from 'zod';

/**
 * How another process reaches the store of one namespace. Credentials are never in
 * it: they come from where the AWS SDK looks for them, such as AWS_ACCESS_KEY_ID.
 */
export const storeLocation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('folder'),
    path: z.string().startsWith('/'),
  }),
  z.strictObject({
    kind: z.literal('s3'),
    bucket: z.string().min(3).max(63),
    /** What every key begins with: empty, or with a `/` at its end. */
    prefix: z.string().regex(/^(?:[A-Za-z0-9._-]+\/)*$/),
    region: z.string().min(1),
    /** Absent for AWS itself. */
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    /** The bucket stands in the path and not in the host's name. */
    path_style: z.boolean(),
    /** A file with the certificates that the endpoint's own is checked against. */
    ca_file: z.string().startsWith('/').optional(),
    encryption: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('AES256') }),
        z.strictObject({ kind: z.literal('aws:kms'), key_id: z.string() }),
      ])
      .optional(),
  }),
]);
export type StoreLocation = z.output<typeof storeLocation>;
export type BucketLocation = Extract<StoreLocation, { kind: 's3' }>;
