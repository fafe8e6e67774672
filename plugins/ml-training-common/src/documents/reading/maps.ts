import type { Json } from '../../json/json';

export function isMap(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The key of a map that has one only. */
export function onlyKey(map: Record<string, Json>): string | undefined {
  const keys = Object.keys(map);
  return keys.length === 1 ? keys[0] : undefined;
}

/** A map with each value changed; anything else as it is. */
export function eachOf(
  map: Json,
  change: (name: string, value: Json) => Json,
): Json {
  if (!isMap(map)) return map;
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, change(name, value)]),
  );
}
