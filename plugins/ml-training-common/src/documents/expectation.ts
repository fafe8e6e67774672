/**
 * The message of a schema: what it expects, and what to write instead. Readable
 * as it is, and taken apart again where a problem is told
 * (reading/problemsOfIssues).
 *
 * @param expected - a noun phrase without a full stop, such as `a day`
 * @param advice - a sentence in the imperative
 */
export function expectation(expected: string, advice: string): string {
  return `${expected}. ${advice}`;
}

export function partsOfExpectation(message: string): {
  readonly expected: string;
  readonly advice: string;
} {
  const end = message.indexOf('. ');
  return end < 0
    ? { expected: message, advice: '' }
    : { expected: message.slice(0, end), advice: message.slice(end + 2) };
}
