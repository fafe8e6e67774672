import { z } from 'zod';

/** A value that JSON can say: no undefined, no NaN, no dates. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;

export type JsonObject = { readonly [key: string]: Json };
