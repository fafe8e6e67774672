import type { z } from 'zod';

/** What a route takes and gives; router, client and OpenAPI document are made from it. */
export interface Route<
  Path extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST';
  /** Below `/api/ml-training`, with `:name` for what `params` holds. */
  readonly path: string;
  readonly summary: string;
  readonly params?: Path;
  readonly query?: Query;
  readonly body?: Body;
  /** The JSON answer; of a stream, one line of it. */
  readonly response: Response;
  /** `json` unless said: `ndjson` answers line by line as things happen, `bytes` a file. */
  readonly answers?: 'json' | 'ndjson' | 'bytes';
  /** Only for other plugins of the portal, never for people. */
  readonly services?: true;
}

/** Keeps the exact types of a route's shapes. */
export function route<
  Path extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUnknown,
>(
  definition: Route<Path, Query, Body, Response>,
): Route<Path, Query, Body, Response> {
  return definition;
}
