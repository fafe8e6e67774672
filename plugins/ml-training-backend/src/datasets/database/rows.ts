import type { WholeNumber } from '../../database/columns';

export interface DatasetVersionRow {
  readonly namespace: string;
  readonly name: string;
  /** From 1, in the order in which versions were published. */
  readonly position: number;
  readonly version: string;
  readonly tree: string;
  readonly row_count: WholeNumber | null;
  readonly body: string;
}
