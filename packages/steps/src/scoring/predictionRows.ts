import { identifier, type Session } from '../duckdb/session';

const SAMPLE = 5;

/**
 * What is wrong with the rows, a sentence each: what was found, in how many rows,
 * in which, and what to write.
 *
 * @param predictions - `example_id` and a DOUBLE a label
 * @param examples - `example_id` of every example that is to be scored
 */
export async function predictionRowProblems(
  session: Session,
  predictions: string,
  examples: string,
  labels: readonly string[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const violation of [
    ...idViolations(predictions, examples),
    ...labels.flatMap(label => scoreViolations(predictions, label)),
  ]) {
    const { rows } = await session.row(
      `SELECT count(*)::DOUBLE AS rows FROM (${violation.ids})`,
    );
    if (Number(rows) === 0) continue;
    const sample = await session.rows(
      `SELECT DISTINCT example_id AS id FROM (${violation.ids})
        WHERE example_id IS NOT NULL ORDER BY id LIMIT ${SAMPLE}`,
    );
    const such = sample.map(({ id }) => id).join(', ');
    problems.push(
      `${rows} ${violation.what}${such && `, such as ${such}`}. ${violation.advice}`,
    );
  }
  return problems;
}

interface Violation {
  /** Query for `example_id` of what offends. */
  readonly ids: string;
  /** After its number. */
  readonly what: string;
  readonly advice: string;
}

function idViolations(predictions: string, examples: string): Violation[] {
  return [
    {
      ids: `SELECT example_id FROM ${predictions} WHERE example_id IS NULL`,
      what: 'predictions have no example_id',
      advice: 'Copy example_id from the row that is scored.',
    },
    {
      ids: `SELECT example_id FROM ${predictions} WHERE example_id IS NOT NULL
             GROUP BY example_id HAVING count(*) > 1`,
      what: 'examples are predicted more than once',
      advice: 'Write one row for each example.',
    },
    {
      ids: `SELECT example_id FROM ${examples} e
             ANTI JOIN ${predictions} p USING (example_id)`,
      what: 'examples have no prediction',
      advice:
        'Score every row of examples/validation.parquet and of examples/test.parquet.',
    },
    {
      ids: `SELECT example_id FROM ${predictions} p
             ANTI JOIN ${examples} e USING (example_id)
             WHERE example_id IS NOT NULL`,
      what: 'predictions are of no example',
      advice:
        'Copy example_id as it stands in examples/, and score no other rows.',
    },
  ];
}

function scoreViolations(predictions: string, label: string): Violation[] {
  const score = identifier(label);
  const where = (condition: string) =>
    `SELECT example_id FROM ${predictions} WHERE ${condition}`;
  return [
    {
      ids: where(`${score} IS NULL`),
      what: `scores of ${label} are null`,
      advice:
        'Write a probability for each example, also where features are missing.',
    },
    {
      ids: where(`isnan(${score})`),
      what: `scores of ${label} are NaN`,
      advice: 'Look for a division by zero or a model that did not converge.',
    },
    {
      ids: where(`isinf(${score})`),
      what: `scores of ${label} are infinite`,
      advice: 'Look for a division by zero or a model that did not converge.',
    },
    {
      ids: where(
        `NOT isnan(${score}) AND NOT isinf(${score}) AND (${score} < 0 OR ${score} > 1)`,
      ),
      what: `scores of ${label} lie outside of 0 to 1`,
      advice: 'Write probabilities, not margins or logits.',
    },
  ];
}
