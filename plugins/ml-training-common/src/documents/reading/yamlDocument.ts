import { Composer, isScalar, Lexer, LineCounter, Parser, type CST } from 'yaml';
import type { Document, ParsedNode, YAMLError } from 'yaml';
import type { Json } from '../../json/json';
import type { Finding, Path, PlaceOf } from './finding';
import { nodeAt } from './nodeAt';
import { plainValue, type Complaint } from './plainValue';
import { SYNTAX_WORDS } from './syntaxWords';

const MOST_DEPTH = 64;

/** What no honest document comes near; it keeps a crafted one from taking time or memory. */
export interface YamlLimits {
  readonly characters: number;
  /** Values, with aliases written out. */
  readonly values: number;
}

const LIMITS: YamlLimits = { characters: 1_000_000, values: 50_000 };

/** A YAML file as it was written: its value, and where each part of it stands. */
export interface YamlDocument {
  /** Undefined where the text could not be read at all; then `findings` say why. */
  readonly value: Json | undefined;
  readonly findings: readonly (Finding & { readonly offset?: number })[];
  readonly placeOf: PlaceOf;
  /** A scalar as it was written; undefined where there is none. */
  readonly textOf: (path: Path) => string | undefined;
  /** Line and column of a character. */
  readonly placeAt: (offset: number) => {
    readonly line: number;
    readonly column: number;
  };
}

/**
 * Reads one document of YAML 1.2 in its core schema. Whatever could mean two
 * things, or cost more to read than to write, is refused: duplicate and non-text
 * keys, merge keys, tags of one's own, keys that reach for an object's prototype,
 * documents in documents, alias bombs, towers of brackets.
 */
export function readYaml(
  source: string,
  file: string,
  limits: YamlLimits = LIMITS,
): YamlDocument {
  const text = source.replace(/^\uFEFF/, '');
  const lines = lineCounter(text);
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const unread = (complaint: Complaint): YamlDocument => ({
    value: undefined,
    findings: [complaint],
    placeOf: () => ({ file, ...placeAt(complaint.offset) }),
    textOf: () => undefined,
    placeAt,
  });

  if (text.length > limits.characters) {
    return unread({
      offset: 0,
      path: [],
      found: `${text.length} characters`,
      expected: `at most ${limits.characters} characters`,
      advice: 'Split the document into files, or move data out of it.',
    });
  }
  const composed = compose(text);
  if ('complaint' in composed) return unread(composed.complaint);
  const { document } = composed;
  const { value, complaints, resolved } = plainValue(
    document.contents,
    limits.values,
  );
  const at = (path: Path) =>
    document.contents && nodeAt(document.contents, resolved, path);
  return {
    value,
    findings: complaints,
    placeOf: (path, which) => {
      const there = at(path);
      if (!there) return { file, ...placeAt(0) };
      const { node, missing } = there;
      const key = placeAt(node.key.range[0]);
      if (which === 'key' || missing || !node.value) return { file, ...key };
      const start = placeAt(node.value.range[0]);
      // Of a block below its key, the key is what a reader looks for.
      const below = !isScalar(node.value) && start.line > key.line;
      return { file, ...(below ? key : start) };
    },
    textOf: path => {
      const scalar = at(path)?.node.value;
      return isScalar(scalar) ? scalar.source : undefined;
    },
    placeAt,
  };
}

function compose(
  text: string,
): { readonly document: Document.Parsed } | { readonly complaint: Complaint } {
  const tokens = boundedTokens(text);
  if ('tooDeepAt' in tokens) {
    return {
      complaint: {
        offset: tokens.tooDeepAt,
        path: [],
        found: `more than ${MOST_DEPTH} levels`,
        expected: `at most ${MOST_DEPTH} levels of lists and maps`,
        advice: 'Make the document flatter.',
      },
    };
  }
  // Keys are compared in plainValue: the library compares each with each.
  const [document, second] = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  }).compose(tokens.tokens, true, text.length);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault) return { complaint: syntaxComplaint(fault) };
  if (second) {
    return {
      complaint: {
        offset: second.range[0],
        path: [],
        found: 'a second document',
        expected: 'one document in the file',
        advice: 'Remove the line --- or ..., or write a file for each.',
      },
    };
  }
  if (document.directives.yaml.version !== '1.2') {
    return {
      complaint: {
        offset: 0,
        path: [],
        found: `%YAML ${document.directives.yaml.version}`,
        expected: 'YAML 1.2',
        advice: 'Remove the %YAML line.',
      },
    };
  }
  return { document: document as Document.Parsed<ParsedNode> };
}

/**
 * Depth is bounded before a tree is built: building one is recursive, and a stack
 * that overflows there can end the whole process.
 */
function boundedTokens(
  text: string,
): { readonly tokens: CST.Token[] } | { readonly tooDeepAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MOST_DEPTH) return { tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function syntaxComplaint({
  code,
  message,
  pos: [offset],
}: YAMLError): Complaint {
  const words = SYNTAX_WORDS[code];
  return {
    offset,
    path: [],
    found: words?.found ?? message.replace(/\.$/, ''),
    expected: words?.expected ?? 'YAML that can be read',
    advice: words?.advice ?? 'Mend the line, or the one before it.',
  };
}

function lineCounter(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1);
  }
  return lines;
}
