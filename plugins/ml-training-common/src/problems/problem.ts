/** Something wrong in a document, told so that the reader can mend it without asking anyone. */
export interface Problem {
  /** Relative to the pipeline's folder. */
  readonly file: string;
  /** 1-based; absent where the problem is about a file as a whole. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly expected: string;
  /** What to write or run instead. */
  readonly advice: string;
  /** A warning does not keep a run from starting. */
  readonly severity: 'error' | 'warning';
}

/** `pipeline.yaml:12:5 dataset.split.type: expected temporal, found random. Write …` */
export function problemText(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column]
    .filter(part => part !== undefined)
    .join(':');
  const path = problem.path.length > 0 ? ` ${problem.path.join('.')}:` : '';
  return `${place}${path} expected ${problem.expected}, found ${problem.found}. ${problem.advice}`;
}
