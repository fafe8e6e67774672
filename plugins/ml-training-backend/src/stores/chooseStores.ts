import { InputError } from '@backstage/errors';
import type {
  ArtifactStoresFactory,
  NamespaceStores,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { StoreSettings } from '../config/trainingSettings';
import { folderStores } from './folderStores';

/**
 * The stores of the kind that the operator named.
 *
 * @throws InputError where no module that was installed keeps stores of that kind
 */
export function chooseStores(
  settings: StoreSettings,
  factories: readonly ArtifactStoresFactory[],
): NamespaceStores {
  if (settings.kind === 'folder') return folderStores(settings.path);
  const { name } = settings;
  const factory = factories.find(({ kind }) => kind === name);
  if (factory) return factory.create();
  const kinds = ['folder', ...factories.map(({ kind }) => kind)].join(', ');
  throw new InputError(
    `mlTraining.store.kind: expected one of ${kinds}, found ${name}. Name one of these, or install the module that keeps stores of that kind.`,
  );
}
