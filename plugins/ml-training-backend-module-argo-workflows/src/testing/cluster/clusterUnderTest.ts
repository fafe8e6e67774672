import { z } from 'zod';

/** How e2e/argo says where its cluster is. */
export const clusterUnderTest = z.object({
  namespaces: z.array(z.string()).min(1),
  argoServer: z.strictObject({
    url: z.string(),
    token: z.string(),
    caFile: z.string(),
  }),
  kubernetes: z.object({
    url: z.string(),
    caFile: z.string(),
    portalToken: z.string(),
    /** Certificates that have signed nothing here. */
    strangerCaFile: z.string(),
  }),
  s3: z.object({
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    accessKey: z.string(),
    secretKey: z.string(),
  }),
  images: z.object({ steps: z.string(), shell: z.string() }),
  names: z.object({
    pods: z.string(),
    secret: z.string(),
    accessKey: z.string(),
    secretKey: z.string(),
    quotaKey: z.string(),
  }),
  /** ConfigMaps that let so many runs go on at a time. */
  quotas: z.record(z.string(), z.string()),
});
