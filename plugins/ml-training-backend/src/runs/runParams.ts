import type {
  Json,
  Specification,
  Training,
} from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Hyperparameters and seeds of a run as lists filter and sort by them: what is
 * nested is named by its path, such as `layers.first`.
 */
export function runParams({
  training,
  seeds,
}: {
  readonly training?: Pick<Training, 'hyperparameters' | 'random_seed'>;
  readonly seeds?: Specification['seeds'];
}): Readonly<Record<string, string | number>> {
  const found: [string, string | number][] = [];
  const add = (name: string, value: Json) => {
    if (typeof value === 'number' || typeof value === 'string') {
      found.push([name, value]);
    } else if (Array.isArray(value)) {
      found.push([name, JSON.stringify(value)]);
    } else if (typeof value === 'boolean') {
      found.push([name, String(value)]);
    } else if (value !== null) {
      for (const [part, inner] of Object.entries(value)) {
        add(`${name}.${part}`, inner);
      }
    }
  };
  for (const [name, value] of Object.entries(training?.hyperparameters ?? {})) {
    add(name, value);
  }
  for (const [name, value] of Object.entries(seeds ?? {})) {
    if (value !== undefined) add(`seeds.${name}`, value);
  }
  if (training?.random_seed !== undefined) {
    add('seeds.random_seed', training.random_seed);
  }
  return Object.fromEntries(found);
}
