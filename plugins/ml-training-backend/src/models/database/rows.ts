import type { WholeNumber } from '../../database/columns';

export interface ModelVersionRow {
  readonly namespace: string;
  readonly name: string;
  readonly version: number;
  readonly evidence_digest: string;
  readonly registered_at: WholeNumber;
  /** JSON, for the trend. */
  readonly headline: string | null;
  readonly body: string;
}
