import type { Json } from '../../json/json';
import type { Finding, Path } from '../reading/finding';

/** `...` parses, so that a document of the field can be kept as it is; it says nothing to run. */
export function placeholders(value: Json, path: Path = []): Finding[] {
  if (value === '...') {
    return [
      {
        path,
        found: 'the placeholder ...',
        expected: 'a value',
        advice: 'Write what is meant, or remove the key.',
      },
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, i) => placeholders(item, [...path, i]))
    : Object.entries(value).flatMap(([key, item]) =>
        placeholders(item, [...path, key]),
      );
}
