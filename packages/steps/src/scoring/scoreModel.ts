import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { commandParameters } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure, type BuiltinStep } from '@trainyard/runner';
import {
  ENGINE_VERSION,
  identifier,
  literal,
  type Session,
} from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import {
  inputFile,
  inputFolder,
  outputFile,
  parquet,
} from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { predictionFileProblems, type RawFile } from './predictionFiles';
import { predictionRowProblems } from './predictionRows';

/**
 * Looks at what the command of scoring wrote, before anybody believes it: every
 * example once and no other, each score a probability. Writes the same rows in
 * one form, whatever files they came in.
 */
export const scoreModel: BuiltinStep = {
  name: 'score-model',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const { labels } = commandParameters.parse(context.parameters);
      const files = await rawFiles(inputFolder(context, 'raw'));
      refuse(await predictionFileProblems(session, files, labels));
      const predictions = `read_parquet([${files
        .map(({ path }) => literal(path))
        .join(', ')}], union_by_name = true)`;
      const examples = ['validation', 'test']
        .map(split => inputFile(context, 'examples', `${split}.parquet`))
        .map(file => `SELECT example_id FROM ${parquet(file)}`);
      refuse(
        await predictionRowProblems(
          session,
          predictions,
          `(${examples.join(' UNION ALL ')})`,
          labels,
        ),
      );
      await writeParquet(
        session,
        `SELECT example_id, ${labels.map(identifier).join(', ')} FROM ${predictions}`,
        outputFile(context, 'predictions', 'predictions.parquet'),
        { orderBy: ['example_id'] },
      );
      context.log(`${await countRows(session, predictions)} predictions`);
      return { outcome: 'done' };
    }),
};

/** Everything in the folder that is not a folder, links and pipes too. */
async function rawFiles(folder: string): Promise<RawFile[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return {
        path,
        name: relative(folder, path),
        isFile: entry.isFile(),
      };
    })
    .sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
}

function refuse(problems: readonly string[]) {
  if (problems.length > 0) throw new StepFailure(problems.join('\n'));
}

async function countRows(session: Session, relation: string) {
  const { rows } = await session.row(
    `SELECT count(*) AS rows FROM ${relation}`,
  );
  return rows;
}
