import {
  buildTablesParameters,
  digestOfJson,
  type BuildTablesParameters,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { type BuiltinStep, type StepContext } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { logicalDigest } from '../duckdb/logicalDigest';
import { ENGINE_VERSION, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { sourceRelation } from '../inputs/sourceRelation';
import { teamTables, type SandboxCommand } from '../sql/teamTables';
import { writeJson } from '../stepFiles/jsonFile';
import { inputFolder, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { requireFacts, type DeclaredTable } from './requireFacts';
import { storedColumn } from './storedColumns';
import type { TablesDocument } from './tablesDocument';
import { writeExamples } from './writeExamples';

/** Makes the team's tables from the sources, by its own SELECTs, and the examples from one of them. */
export function buildTables(command: SandboxCommand): BuiltinStep {
  return {
    name: 'build-tables',
    version: `1.0.0+${ENGINE_VERSION}`,
    run: context =>
      withSession(context, async session => {
        const parameters = buildTablesParameters.parse(context.parameters);
        const sources = await readableSources(session, context, parameters);
        const answers = await teamTables(
          session,
          context,
          command,
          parameters.tables,
          sources,
        );
        const logical: Record<string, Digest> = {};
        for (const table of parameters.tables) {
          const answer = answers.get(table.name);
          if (answer === undefined) throw new Error(`no answer ${table.name}`);
          logical[table.name] = await writeTable(
            session,
            context,
            table,
            answer,
          );
        }
        await writeJson(
          outputFile(context, 'tables', 'tables.json'),
          documentOf(parameters),
        );
        return {
          outcome: 'done',
          logical: {
            tables: digestOfJson(logical),
            examples: await examplesOf(session, context, parameters, sources),
          },
        };
      }),
  };
}

async function readableSources(
  session: Session,
  context: StepContext,
  { sources }: BuildTablesParameters,
) {
  const readables = [];
  for (const source of sources) {
    const folder = inputFolder(context, source.name);
    readables.push({
      name: source.name,
      select: await sourceRelation(session, source, folder),
    });
  }
  return readables;
}

async function writeTable(
  session: Session,
  context: StepContext,
  table: DeclaredTable,
  answer: string,
): Promise<Digest> {
  const found = await columnsOf(session, answer);
  const select = `SELECT ${[...found].map(([name, type]) => storedColumn(name, type)).join(', ')} FROM ${answer}`;
  const columns = await columnsOf(session, `(${select})`);
  await requireFacts(session, table, `(${select})`, columns);
  const [first, ...more] = table.key;
  const file = outputFile(context, 'tables', `${table.name}.parquet`);
  await writeParquet(session, select, file, { orderBy: [first, ...more] });
  return logicalDigest(session, parquet(file));
}

async function examplesOf(
  session: Session,
  context: StepContext,
  { examples, tables }: BuildTablesParameters,
  sources: readonly { readonly name: string; readonly select: string }[],
): Promise<Digest> {
  const source = sources.find(({ name }) => name === examples.source);
  const isTable = tables.some(({ name }) => name === examples.source);
  const base =
    isTable || !source
      ? parquet(outputFile(context, 'tables', `${examples.source}.parquet`))
      : `(${source.select})`;
  const file = outputFile(context, 'examples', 'examples.parquet');
  const rows = await writeExamples(session, examples, base, file);
  context.log(`examples: ${rows} rows of ${examples.source}`);
  return logicalDigest(session, parquet(file));
}

function documentOf({ tables }: BuildTablesParameters): TablesDocument {
  return {
    schema_version: 1,
    tables: Object.fromEntries(
      tables.map(({ name, key, event_time, available_at }) => [
        name,
        { key, event_time, available_at },
      ]),
    ),
  };
}
