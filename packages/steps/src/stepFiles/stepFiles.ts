import { join } from 'node:path';
import type { StepContext } from '@trainyard/runner';
import { literal } from '../duckdb/session';

/** @throws Error where the plan gave the step no such input */
export function inputFolder(context: StepContext, input: string): string {
  const folder = context.inputs[input];
  if (folder === undefined) throw new Error(`the step has no input ${input}`);
  return folder;
}

export function inputFile(
  context: StepContext,
  input: string,
  file: string,
): string {
  return join(inputFolder(context, input), file);
}

export function outputFile(
  context: StepContext,
  output: string,
  file: string,
): string {
  const folder = context.outputs[output];
  if (folder === undefined) throw new Error(`the step has no output ${output}`);
  return join(folder, file);
}

/** A Parquet file as a relation of SQL. */
export function parquet(file: string): string {
  return `read_parquet(${literal(file)})`;
}
