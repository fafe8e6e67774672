import {
  validateInputDataParameters,
  type ProfileDocument,
  type SourceProfile,
  type SourceTable,
} from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure, type BuiltinStep } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { ENGINE_VERSION, identifier, type Session } from '../duckdb/session';
import { folderBytes } from '../stepFiles/folderBytes';
import { writeJson } from '../stepFiles/jsonFile';
import { inputFolder, outputFile } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { readable, sourceRelation } from './sourceRelation';

const SAMPLE = 5;

/**
 * Looks at every source before anything is built from it: how large it is, what
 * is missing, and whether its key names its rows. Blocks where a key does not.
 */
export const validateInputData: BuiltinStep = {
  name: 'validate-input-data',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const { sources } = validateInputDataParameters.parse(context.parameters);
      const profiles: Record<string, SourceProfile> = {};
      const because: string[] = [];
      for (const source of sources) {
        const folder = inputFolder(context, source.name);
        const select = await sourceRelation(session, source, folder);
        const relation = `(${select})`;
        const profile = await readable(source, () =>
          profileOf(session, source, relation),
        );
        profiles[source.name] = {
          ...profile,
          bytes: await folderBytes(folder),
        };
        because.push(
          ...(await keyProblems(session, source, relation, profile)),
        );
        context.log(`${source.name}: ${profile.rows} rows`);
      }
      const document: ProfileDocument = {
        schema_version: 1,
        sources: profiles,
      };
      await writeJson(outputFile(context, 'profile', 'profile.json'), document);
      return because.length > 0
        ? { outcome: 'blocked', because }
        : { outcome: 'done' };
    }),
};

async function profileOf(
  session: Session,
  source: SourceTable,
  relation: string,
): Promise<Omit<SourceProfile, 'bytes'>> {
  const columns = [...(await columnsOf(session, relation))];
  const names = new Set(columns.map(([name]) => name.toLowerCase()));
  const missing = source.key.filter(name => !names.has(name.toLowerCase()));
  if (missing.length > 0) {
    throw new StepFailure(
      `source ${source.name} has no column ${missing.join(', ')}, which its key names. ` +
        `Found ${columns.map(([name]) => name).join(', ')}: write one of them as key, or leave the key out for the position in the file.`,
    );
  }
  const keys = source.key.map(identifier);
  const counts = await session.row(
    `SELECT count(*)::DOUBLE AS rows,
            count(*) FILTER (${anyNull(keys)})::DOUBLE AS key_nulls,
            ${columns.map(([name], index) => `count(${identifier(name)})::DOUBLE AS n${index}`).join(', ')}
       FROM ${relation}`,
  );
  const { distinct } = await session.row(
    `SELECT count(*)::DOUBLE AS distinct
       FROM (SELECT DISTINCT ${keys.join(', ')} FROM ${relation} WHERE NOT (${anyNull(keys)}))`,
  );
  const rows = Number(counts.rows);
  const keyNulls = Number(counts.key_nulls);
  return {
    rows,
    columns: columns.map(([name, type], index) => ({
      name,
      type,
      nulls: rows - Number(counts[`n${index}`]),
    })),
    key: source.key,
    key_nulls: keyNulls,
    key_duplicates: rows - keyNulls - Number(distinct),
  };
}

async function keyProblems(
  session: Session,
  { name, key }: SourceTable,
  relation: string,
  found: Omit<SourceProfile, 'bytes'>,
): Promise<string[]> {
  const problems: string[] = [];
  const keys = key.map(identifier);
  if (found.key_nulls > 0) {
    problems.push(
      `source ${name}: ${found.key_nulls} of ${found.rows} rows have no ${key.join(', ')}, which is to name a row`,
    );
  }
  if (found.key_duplicates > 0) {
    const sample = await session.rows(
      `SELECT concat_ws(', ', ${keys.map(column => `${column}::VARCHAR`).join(', ')}) AS text
         FROM ${relation} WHERE NOT (${anyNull(keys)})
        GROUP BY ${keys.join(', ')} HAVING count(*) > 1
        ORDER BY ${keys.join(', ')} LIMIT ${SAMPLE}`,
    );
    problems.push(
      `source ${name}: ${found.key_duplicates} of ${found.rows} rows repeat a ${key.join(', ')} that another row has, such as ${sample
        .map(({ text }) => text)
        .join('; ')}`,
    );
  }
  return problems;
}

function anyNull(columns: readonly string[]): string {
  return columns.map(column => `${column} IS NULL`).join(' OR ');
}
