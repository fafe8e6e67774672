import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

export interface AuditedChange {
  /** Kebab-case, such as `run-submit`. */
  readonly eventId: string;
  readonly severityLevel: AuditorServiceEventSeverityLevel;
  readonly request: Request;
  /** What it is about; never what somebody typed into a document. */
  readonly meta: JsonObject;
}

/**
 * Makes a change and writes down that it was tried and how it ended: a refusal is
 * as interesting as a success.
 *
 * @param learned - what the audit should know of the outcome
 */
export async function audited<Result>(
  auditor: AuditorService,
  change: AuditedChange,
  make: () => Promise<Result>,
  learned: (result: Result) => JsonObject,
): Promise<Result> {
  const event = await auditor.createEvent(change);
  let result: Result;
  try {
    result = await make();
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
  await event.success({ meta: learned(result) });
  return result;
}
