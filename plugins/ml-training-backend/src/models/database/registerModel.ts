import { modelVersion } from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { claimName, countVersion } from '../../database/claimName';
import { jsonText, jsonTextOrNull } from '../../database/columns';
import { dialectOf, NOW } from '../../database/dialect';
import { rowsOf, sql, words } from '../../database/sql';
import { holdsLease } from '../../reconciler/holdsLease';
import type { Fence } from '../../reconciler/lease';
import type { NewModelVersion, RegisterOutcome } from '../modelStore';
import type { ModelVersionRow } from './rows';

/** What a row's body holds; number and moment are columns of their own. */
export const modelVersionBody = modelVersion.omit({
  version: true,
  registeredAt: true,
});

/** Versions are counted under the lock of their name, so that none is left out and none given twice. */
export async function registerModel(
  knex: Knex,
  version: NewModelVersion,
  fence: Fence,
): Promise<RegisterOutcome> {
  const body = jsonText(modelVersionBody.parse(version));
  const { namespace, name, evidenceDigest, headline, owner } = version;
  return knex.transaction(async (trx): Promise<RegisterOutcome> => {
    if (!(await holdsLease(trx, fence))) return { outcome: 'fenced' };
    const row = await claimName(trx, 'models', version);
    if (!row) return { outcome: 'owned by another' };
    const before = await trx<ModelVersionRow>('model_versions')
      .where({ namespace, name, evidence_digest: evidenceDigest })
      .first('version');
    if (before) {
      return { outcome: 'already registered', version: before.version };
    }
    const next = row.versions + 1;
    await rowsOf(
      trx,
      sql`INSERT INTO model_versions
          (namespace, name, version, evidence_digest, registered_at, headline, body)
        VALUES (${namespace}, ${name}, ${next}, ${evidenceDigest},
          ${words(NOW[dialectOf(trx)])}, ${jsonTextOrNull(headline)}, ${body})
        RETURNING version`,
    );
    await countVersion(trx, 'models', version, { versions: next, owner });
    return { outcome: 'registered', version: next };
  });
}
