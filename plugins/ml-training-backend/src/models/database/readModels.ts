import {
  headline,
  trainingEntityRef,
  type ModelDetail,
  type ModelsPage,
  type ModelSummary,
  type ModelVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { fromJsonText, momentOf } from '../../database/columns';
import { newestVersions } from '../../database/newestVersions';
import { namedPage, type NamedRow } from '../../database/paging/namedPages';
import type { DatasetsQuery } from '../../datasets/datasetStore';
import type { Visibility } from '../../permissions/visibility';
import { modelVersionBody } from './registerModel';
import type { ModelVersionRow } from './rows';

const TREND = 30;
const MOST_VERSIONS = 200;

const VERSIONS = {
  names: 'models',
  versions: 'model_versions',
  counted: 'version',
} as const;
const WHOLE = ['version', 'registered_at', 'body'] as const;

/** @throws QueryError where the cursor is none of this list */
export async function listModels(
  knex: Knex,
  query: DatasetsQuery,
  visible: Visibility,
): Promise<ModelsPage> {
  const { rows, ...page } = await namedPage(knex, 'models', query, visible);
  return { ...page, items: await summaries(knex, rows) };
}

export async function findModel(
  knex: Knex,
  namespace: string,
  name: string,
): Promise<ModelDetail | undefined> {
  const rows = await knex<NamedRow>('models')
    .where({ namespace, name })
    .select();
  const [summary] = await summaries(knex, rows);
  if (!summary) return undefined;
  const versions = await newestVersions<ModelVersionRow>(
    knex,
    { ...VERSIONS, columns: WHOLE, most: MOST_VERSIONS },
    rows,
  );
  return { ...summary, versionList: versions.map(fromRow) };
}

async function summaries(
  knex: Knex,
  rows: readonly NamedRow[],
): Promise<ModelSummary[]> {
  const newest = await newestVersions<ModelVersionRow>(
    knex,
    { ...VERSIONS, columns: WHOLE, most: 1 },
    rows,
  );
  const trend = await newestVersions<ModelVersionRow>(
    knex,
    { ...VERSIONS, columns: ['version', 'headline'], most: TREND },
    rows,
  );
  return rows.map(({ namespace, name, owner, pipeline, versions }) => {
    const isOwn = (it: ModelVersionRow) =>
      it.namespace === namespace && it.name === name;
    const last = newest.find(isOwn);
    return {
      namespace,
      name,
      owner,
      pipeline,
      entity: trainingEntityRef('model', namespace, name),
      versions,
      // Versions are registered as candidates or blocked, and promoted by nobody yet.
      champion: null,
      newest: last ? fromRow(last) : null,
      trend: trend
        .filter(isOwn)
        .reverse()
        .flatMap(({ version, headline: said }) =>
          said === null
            ? []
            : [{ version, headline: fromJsonText(headline, said) }],
        ),
    };
  });
}

function fromRow(row: ModelVersionRow): ModelVersion {
  return {
    ...fromJsonText(modelVersionBody, row.body),
    version: row.version,
    registeredAt: momentOf(row.registered_at),
  };
}
