import {
  runStatus,
  storeLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import { processMark } from '../hosts/processMark';

const absolutePath = z.string().startsWith('/');

/** `request.json`: one attempt of a run that is in the store, to be executed on this host. */
export const launchRequest = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  store: storeLocation,
  /** The attempt works in a folder below it that has the run's name. */
  work_folder: absolutePath,
  /** Where sources that are pinned by digest only lie. */
  source_folder: absolutePath.optional(),
  /** Every processor of the host where it is absent. */
  builtin_threads: z.int().positive().optional(),
  /** Environment variables that the plan asks for as secrets; their values are written nowhere. */
  secrets: z.array(z.string()),
  submitted_at: z.iso.datetime(),
});
export type LaunchRequest = z.output<typeof launchRequest>;

/** `begun.json`: whoever creates it decides what becomes of the launch, once and for all. */
export const launchBegun = z.discriminatedUnion('state', [
  z.strictObject({
    schema_version: z.literal(1),
    state: z.literal('executing'),
    by: processMark,
  }),
  z.strictObject({
    schema_version: z.literal(1),
    state: z.literal('withdrawn'),
    at: z.iso.datetime(),
  }),
]);
export type LaunchBegun = z.output<typeof launchBegun>;

/** `ended.json`: written last, by the process that executed, or by the one that could not start it. */
export const launchEnd = z.discriminatedUnion('outcome', [
  /** The store has the end of the attempt. */
  z.strictObject({
    schema_version: z.literal(1),
    outcome: z.literal('ended'),
    status: runStatus,
  }),
  /** The attempt has no end of its own; why, in words. */
  z.strictObject({
    schema_version: z.literal(1),
    outcome: z.literal('gave up'),
    because: z.array(z.string()).min(1),
  }),
]);
export type LaunchEnd = z.output<typeof launchEnd>;
