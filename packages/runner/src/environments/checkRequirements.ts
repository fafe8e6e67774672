import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Looks for whatever in a requirements lock would let an installation differ
 * tomorrow: an environment is named by the text of its lock, so the text has to
 * say which bytes are installed.
 *
 * @param file - its name in the problems, relative to the pipeline's folder
 */
export function checkRequirements(text: string, file: string): Problem[] {
  return logicalLines(text).flatMap(({ line, words }) => {
    const problem = problemOf(words);
    return problem
      ? [{ file, line, path: [], severity: 'error' as const, ...problem }]
      : [];
  });
}

/** Whether there is anything to install. */
export function hasRequirements(text: string): boolean {
  return logicalLines(text).some(({ words }) => !words.startsWith('-'));
}

const LOCK_AGAIN =
  'Make the lock with hashes: uv pip compile --generate-hashes, or pip-compile --generate-hashes.';

/** Options that change where from, but not what: the hashes decide. */
const HARMLESS =
  /^(--require-hashes$|--prefer-binary$|--only-binary[ =]:all:$|(-i|--index-url|--extra-index-url)[ =])/;
const HASH = /\s--hash=sha256:[0-9a-f]{64}(?=\s|$)/;
const EXACT =
  /^[A-Za-z0-9][\w.-]*\s*(\[[^\]]*\])?\s*(==\s*[^\s*,;<>=!~]+(?=[\s;]|$)|@\s)/;

function problemOf(
  words: string,
): Pick<Problem, 'expected' | 'found' | 'advice'> | undefined {
  const [first = ''] = words.split(/\s+--hash/);
  const found = JSON.stringify(first.trim().slice(0, 80));
  if (words.startsWith('-')) {
    if (HARMLESS.test(words)) return undefined;
    return {
      expected: 'packages and their hashes, in this one file',
      found: `the option ${found}`,
      advice:
        'Leave it out: it reads other files or builds on this machine, so the lock would not say what is installed.',
    };
  }
  if (!EXACT.test(words)) {
    return {
      expected: 'an exact version, such as name==1.2.3',
      found,
      advice: LOCK_AGAIN,
    };
  }
  if (!HASH.test(words)) {
    return {
      expected: `a --hash=sha256:… for ${first.trim().slice(0, 80)}`,
      found: 'none',
      advice: LOCK_AGAIN,
    };
  }
  return undefined;
}

/** Lines as pip reads them: joined at a backslash, without comments. */
function logicalLines(text: string): { line: number; words: string }[] {
  const lines: { line: number; words: string }[] = [];
  let begun: { line: number; words: string } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const goesOn = raw.endsWith('\\') && !/^\s*#/.test(raw);
    const words = (goesOn ? raw.slice(0, -1) : raw).replace(/(^|\s)#.*$/, '');
    begun ??= { line: index + 1, words: '' };
    begun.words += ` ${words}`;
    if (!goesOn) {
      lines.push({ ...begun, words: begun.words.trim() });
      begun = undefined;
    }
  }
  if (begun) lines.push({ ...begun, words: begun.words.trim() });
  return lines.filter(({ words }) => words !== '');
}
