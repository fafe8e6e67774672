import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export type StoreSettings =
  | { readonly kind: 'folder'; readonly path: string }
  /** Kept by a module, which reads the rest. */
  | { readonly kind: 'other'; readonly name: string };

/** What operators decide, read once when the portal starts. */
export interface TrainingSettings {
  readonly store: StoreSettings;
  /** Absolute; empty where no pipeline may be read from this host. */
  readonly allowedFolders: readonly string[];
  readonly submitsPerMinute: number;
  /** Absent: the first that was installed. */
  readonly defaultEngine: string | undefined;
  /** Absent: as often as the reconciler finds right. */
  readonly tickMilliseconds: number | undefined;
  /** Absent: as long as the reconciler finds right. */
  readonly leaseSeconds: number | undefined;
  readonly runsPerPipeline: number;
}

/** @throws InputError that names the key, what was expected and what was found */
export function trainingSettings(root: Config): TrainingSettings {
  const folders =
    root.getOptionalStringArray('mlTraining.sources.allowedFolders') ?? [];
  return {
    store: storeSettings(root),
    allowedFolders: folders.map(folder => resolve(folder)),
    submitsPerMinute: positive(root, 'mlTraining.submit.perMinute') ?? 30,
    defaultEngine: root.getOptionalString('mlTraining.engines.default'),
    tickMilliseconds: positive(root, 'mlTraining.reconciler.tickMilliseconds'),
    leaseSeconds: positive(root, 'mlTraining.reconciler.leaseSeconds'),
    runsPerPipeline: positive(root, 'mlTraining.catalog.runsPerPipeline') ?? 10,
  };
}

function storeSettings(root: Config): StoreSettings {
  const kind = root.getString('mlTraining.store.kind');
  return kind === 'folder'
    ? { kind, path: resolve(root.getString('mlTraining.store.path')) }
    : { kind: 'other', name: kind };
}

function positive(root: Config, key: string): number | undefined {
  const value = root.getOptionalNumber(key);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `${key}: expected a whole number of at least 1, found ${value}.`,
    );
  }
  return value;
}
