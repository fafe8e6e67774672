import { ConflictError } from '@backstage/errors';
import {
  datasetVersion,
  shortDigest,
  type DatasetVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { claimName, countVersion } from '../../database/claimName';
import { jsonText } from '../../database/columns';
import { holdsLease } from '../../reconciler/holdsLease';
import type { Fence } from '../../reconciler/lease';
import type { DatasetStore } from '../datasetStore';
import type { DatasetVersionRow } from './rows';

/** @throws ConflictError where the version is bound to other contents: the store would not have sealed it */
export async function publishDataset(
  knex: Knex,
  version: DatasetVersion,
  fence: Fence,
): ReturnType<DatasetStore['publish']> {
  const body = jsonText(datasetVersion.parse(version));
  const { namespace, name, tree, owner } = version;
  return knex.transaction(async trx => {
    if (!(await holdsLease(trx, fence))) return 'fenced';
    const row = await claimName(trx, 'datasets', version);
    if (!row) return 'owned by another';
    const before = await trx<DatasetVersionRow>('dataset_versions')
      .where({ namespace, name, version: version.version })
      .first('tree');
    if (before) {
      if (before.tree === tree) return 'already published';
      throw new ConflictError(
        `The dataset ${name} ${version.version} of ${namespace} is ${shortDigest(before.tree)}; it cannot become ${shortDigest(tree)}.`,
      );
    }
    const position = row.versions + 1;
    await trx<DatasetVersionRow>('dataset_versions').insert({
      namespace,
      name,
      position,
      version: version.version,
      tree,
      row_count: version.rows,
      body,
    });
    await countVersion(trx, 'datasets', version, { versions: position, owner });
    return 'published';
  });
}
