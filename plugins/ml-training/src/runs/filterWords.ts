import { parseEntityRef } from '@backstage/catalog-model';
import {
  RUN_PURPOSES,
  RUN_STATES,
  type RunFacets,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  PURPOSE_WORDS,
  RUN_STATE_WORDS,
} from '@trainyard/backstage-plugin-ml-training-react';
import type { RunFilter } from './runsAddress';

export const FILTER_WORDS: Record<RunFilter, string> = {
  state: 'State',
  pipeline: 'Pipeline',
  owner: 'Owner',
  engine: 'Engine',
  purpose: 'Purpose',
  model: 'Model',
  dataset: 'Dataset',
};

export interface FilterOption {
  readonly id: string;
  readonly label: string;
}

/** What each filter offers. */
export function filterOptions(
  facets: RunFacets | undefined,
): Record<RunFilter, FilterOption[]> {
  const plain = (values: readonly string[] = []) =>
    values.map(value => ({ id: value, label: value }));
  const entities = (refs: readonly string[] = []) =>
    refs.map(ref => ({ id: ref, label: valueText(ref) }));
  return {
    state: RUN_STATES.map(id => ({ id, label: RUN_STATE_WORDS[id].label })),
    pipeline: entities(facets?.pipelines.map(({ entity }) => entity)),
    owner: entities(facets?.owners),
    engine: plain(facets?.engines),
    purpose: RUN_PURPOSES.map(id => ({ id, label: PURPOSE_WORDS[id] })),
    model: plain(facets?.models),
    dataset: plain(facets?.datasets),
  };
}

/** An entity by its name, with its namespace where it is not the default one. */
function valueText(ref: string): string {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** What a filter's value is called, also when the service offers it no more. */
export function optionText(
  options: readonly FilterOption[],
  value: string,
): string {
  return options.find(({ id }) => id === value)?.label ?? value;
}
