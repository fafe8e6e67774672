/** Deeper documents are shown as they are: their indentation would outgrow them. */
const DEEPEST = 64;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/gy;
const SPACE = /\s*/gy;

/**
 * JSON with a value a line. Numbers, names and their order stay as they were
 * written: parsing and printing would round long numbers and drop doubled names.
 *
 * @returns undefined where the text is no JSON, or nested too deep
 */
export function prettyJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  let pretty = '';
  let depth = 0;
  let before = '';
  for (const token of tokensOf(text)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const isEmpty = closes && (before === '{' || before === '[');
    const begins = before === '{' || before === '[' || before === ',';
    if (!isEmpty && (begins || closes)) pretty += `\n${'  '.repeat(depth)}`;
    pretty += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    if (depth > DEEPEST) return undefined;
    before = token;
  }
  return `${pretty}\n`;
}

function* tokensOf(text: string): Generator<string> {
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return;
    yield token;
    at += token.length;
  }
}
