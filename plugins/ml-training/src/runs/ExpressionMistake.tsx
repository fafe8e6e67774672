import {
  parseRunExpression,
  TrainingError,
} from '@trainyard/backstage-plugin-ml-training-common';
import styles from './runsPage.module.css';

/** Where an expression could not be understood. */
export interface Mistake {
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
  readonly says: string;
}

/** The expression with a caret under its mistake, and what is wrong in words. */
export function ExpressionMistake({
  id,
  mistake: { text, at, says },
}: {
  readonly id: string;
  readonly mistake: Mistake;
}) {
  return (
    <div id={id} role="alert" className={styles.mistake}>
      <pre aria-hidden>{`${text}\n${' '.repeat(at)}^`}</pre>
      <span>{`At character ${at + 1}: ${says}`}</span>
    </div>
  );
}

/** @returns undefined where there is no expression or it can be asked */
export function mistakeIn(where: string): Mistake | undefined {
  if (where === '') return undefined;
  const read = parseRunExpression(where);
  if (!('problem' in read)) return undefined;
  const { text, at, expected, found, advice } = read.problem;
  return { text, at, says: `expected ${expected}, found ${found}. ${advice}` };
}

/** The place of a mistake that only the service saw; undefined where it is in something else. */
export function mistakeOf(error: Error, where: string): Mistake | undefined {
  if (!(error instanceof TrainingError) || error.status !== 400) {
    return undefined;
  }
  const { place } = error.details;
  if (typeof place !== 'object' || place === null) return undefined;
  const { text, at } = place as { text?: unknown; at?: unknown };
  return text === where && typeof at === 'number'
    ? { text: where, at, says: error.message }
    : undefined;
}
