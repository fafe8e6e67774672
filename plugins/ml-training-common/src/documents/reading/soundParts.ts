import { z } from 'zod';
import type { Json } from '../../json/json';
import { isMap } from './maps';

/** Thrown where a rule reads a part of a document that could not be parsed. */
export class Unsound extends Error {
  constructor() {
    super('a part of the document could not be parsed');
    this.name = 'Unsound';
  }
}

/** What a rule finds; nothing where it needs a part that has a fault of its own. */
export function whereSound<T>(rule: () => readonly T[]): readonly T[] {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Unsound) return [];
    throw error;
  }
}

const HOLE = Symbol('unsound');

/**
 * The parts of a value that parse, defaults and all, in the shape of the whole.
 * Reading one that does not parse throws `Unsound`; its name is still listed, so
 * that a reference to it is not called unknown.
 */
export function soundParts(schema: z.core.$ZodType, value: Json): unknown {
  const part = parts(schema, value);
  return part === HOLE ? withHoles([]) : part;
}

function parts(schema: z.core.$ZodType, value: Json | undefined): unknown {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return parts(schema.def.innerType, value);
  }
  if (schema instanceof z.ZodPipe) return parts(schema.def.in, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return withHoles(
      value.map((item, i) => [String(i), parts(schema.def.element, item)]),
      [],
    );
  }
  if (!isMap(value)) return HOLE;
  if (schema instanceof z.ZodObject) {
    return withHoles(
      Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, child]) => {
        const part = parts(child, value[key]);
        return part === undefined ? [] : [[key, part]];
      }),
    );
  }
  if (schema instanceof z.ZodRecord) {
    return withHoles(
      Object.entries(value).map(([key, child]) => [
        key,
        parts(schema.def.valueType, child),
      ]),
    );
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator, options } = schema.def;
    const option = options.find(
      one =>
        one instanceof z.ZodObject &&
        z.safeParse(one.shape[discriminator], value[discriminator]).success,
    );
    return option ? parts(option, value) : HOLE;
  }
  return HOLE;
}

function withHoles(
  entries: readonly (readonly [string, unknown])[],
  target: object = {},
): object {
  for (const [key, part] of entries) {
    Object.defineProperty(
      target,
      key,
      part === HOLE
        ? {
            enumerable: true,
            get: () => {
              throw new Unsound();
            },
          }
        : { enumerable: true, value: part },
    );
  }
  return target;
}
