import type { RunField } from '@trainyard/backstage-plugin-ml-training-common';
import { words, type Sql } from '../../../database/sql';

/** Where values of a field are kept, one row a run that has it. */
export const FIELD_TABLES: Readonly<Record<RunField['of'], Sql>> = {
  metrics: words('run_metrics'),
  params: words('run_params'),
};

/** No name has this number: what nobody recorded, no run has. */
const NO_NAME = -1;

export type NameIds = ReadonlyMap<string, number>;

export function idOf(ids: NameIds, { name }: RunField): number {
  return ids.get(name) ?? NO_NAME;
}
