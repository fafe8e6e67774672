import { StepFailure } from '@trainyard/runner';
import { identifier, literal } from '../duckdb/session';

/**
 * The canonical JSON of a key, as SQL: an array of its values in the declared
 * order, such as `[1978941]` or `["JFK","2001-05-01T12:00:00.000000Z"]`.
 *
 * @param columns - types of the base table as the engine names them
 * @throws StepFailure where a column is missing, or of a type that has no one text
 */
export function exampleId(
  key: readonly string[],
  columns: ReadonlyMap<string, string>,
): string {
  const parts = key.map(name => jsonOf(name, columns.get(name)));
  return `concat('[', ${parts.join(`, ',', `)}, ']')`;
}

function jsonOf(name: string, type: string | undefined): string {
  const column = identifier(name);
  if (type === undefined) {
    throw new StepFailure(
      `the examples have no column ${name}, which is their key`,
    );
  }
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) {
    return `${column}::VARCHAR`;
  }
  switch (type) {
    case 'BOOLEAN':
      return `if(${column}, 'true', 'false')`;
    case 'VARCHAR':
    case 'UUID':
      return jsonText(`${column}::VARCHAR`);
    case 'DATE':
      return `strftime(${column}, '"%Y-%m-%d"')`;
    case 'TIMESTAMP':
      return `strftime(${column}, '"%Y-%m-%dT%H:%M:%S.%fZ"')`;
    default:
      throw new StepFailure(
        `${name} is ${type}, which names no example: a key is of whole numbers, texts, days, instants, true and false. Cast it in the SQL.`,
      );
  }
}

/** The engine writes \u001F where canonical JSON (RFC 8785) has \u001f. */
function jsonText(text: string): string {
  const escaped = CONTROLS.reduce(
    (expression, [code, escape]) =>
      `replace(${expression}, chr(${code}), ${literal(escape)})`,
    `replace(replace(${text}, '\\', '\\\\'), '"', '\\"')`,
  );
  return `if(regexp_matches(${text}, '[\\x00-\\x1f]'), concat('"', ${escaped}, '"'), to_json(${text})::VARCHAR)`;
}

/** Characters that JSON escapes, and how. */
const CONTROLS = Array.from({ length: 32 }, (_, code): [number, string] => [
  code,
  JSON.stringify(String.fromCharCode(code)).slice(1, -1),
]);
