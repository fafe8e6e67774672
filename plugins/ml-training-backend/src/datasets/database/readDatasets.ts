import {
  datasetVersion,
  trainingEntityRef,
  type DatasetDetail,
  type DatasetsPage,
  type DatasetSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import {
  fromJsonText,
  momentOf,
  type WholeNumber,
} from '../../database/columns';
import { newestVersions } from '../../database/newestVersions';
import { namedPage, type NamedRow } from '../../database/paging/namedPages';
import { rowsOf, sql } from '../../database/sql';
import type { Visibility } from '../../permissions/visibility';
import type { DatasetsQuery } from '../datasetStore';
import type { DatasetVersionRow } from './rows';

const TREND = 30;
const MOST_VERSIONS = 200;
const MOST_RUNS = 100;

const VERSIONS = {
  names: 'datasets',
  versions: 'dataset_versions',
  counted: 'position',
} as const;

/** @throws QueryError where the cursor is none of this list */
export async function listDatasets(
  knex: Knex,
  query: DatasetsQuery,
  visible: Visibility,
): Promise<DatasetsPage> {
  const { rows, ...page } = await namedPage(knex, 'datasets', query, visible);
  return { ...page, items: await summaries(knex, rows) };
}

export async function findDataset(
  knex: Knex,
  namespace: string,
  name: string,
): Promise<DatasetDetail | undefined> {
  const rows = await knex<NamedRow>('datasets')
    .where({ namespace, name })
    .select();
  const [summary] = await summaries(knex, rows);
  if (!summary) return undefined;
  const versions = await newestVersions<Pick<DatasetVersionRow, 'body'>>(
    knex,
    { ...VERSIONS, columns: ['body'], most: MOST_VERSIONS },
    rows,
  );
  return {
    ...summary,
    versionList: versions.map(({ body }) => fromJsonText(datasetVersion, body)),
    trainedOn: await trainedOn(knex, namespace, name),
  };
}

async function summaries(
  knex: Knex,
  rows: readonly NamedRow[],
): Promise<DatasetSummary[]> {
  const newest = await newestVersions<DatasetVersionRow>(
    knex,
    { ...VERSIONS, columns: ['body'], most: 1 },
    rows,
  );
  const trend = await newestVersions<DatasetVersionRow>(
    knex,
    { ...VERSIONS, columns: ['version', 'row_count'], most: TREND },
    rows,
  );
  return rows.map(row => {
    const { namespace, name, owner, pipeline, versions } = row;
    const isOwn = (it: DatasetVersionRow) =>
      it.namespace === namespace && it.name === name;
    const body = newest.find(isOwn)?.body;
    return {
      namespace,
      name,
      owner,
      pipeline,
      entity: trainingEntityRef('dataset', namespace, name),
      versions,
      newest: body === undefined ? null : fromJsonText(datasetVersion, body),
      rowsTrend: trend
        .filter(isOwn)
        .reverse()
        .map(({ version, row_count: count }) => ({
          version,
          rows: count === null ? null : Number(count),
        })),
    };
  });
}

/** Newest first. */
async function trainedOn(
  knex: Knex,
  namespace: string,
  name: string,
): Promise<DatasetDetail['trainedOn']> {
  const rows = await rowsOf<{
    run: string;
    state: DatasetDetail['trainedOn'][number]['state'];
    dataset_version: string;
    model: string | null;
    submitted_at: WholeNumber;
  }>(
    knex,
    sql`SELECT run, state, dataset_version, model, submitted_at FROM runs
      WHERE dataset = ${name} AND namespace = ${namespace}
      ORDER BY submitted_at DESC, seq DESC LIMIT ${MOST_RUNS}`,
  );
  return rows.map(row => ({
    run: row.run,
    state: row.state,
    version: row.dataset_version,
    model: row.model,
    submittedAt: momentOf(row.submitted_at),
  }));
}
