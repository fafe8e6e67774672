import { z } from 'zod';
import type { Path } from './finding';

type Schema = z.core.$ZodType;

/** Schemas that a value at a path may have to meet: several below a union. */
export function schemasAt(schema: Schema, path: Path): Schema[] {
  const [part, ...rest] = path;
  const options = optionsOf(schema);
  return part === undefined
    ? options
    : options.flatMap(option =>
        childrenOf(option, part).flatMap(child => schemasAt(child, rest)),
      );
}

/** Keys that any option knows at a path. */
export function keysAt(schema: Schema, path: Path): string[] {
  return schemasAt(schema, path).flatMap(option =>
    option instanceof z.ZodObject ? Object.keys(option.shape) : [],
  );
}

/** The schema of a map's names at a path, if a map of names is what stands there. */
export function nameSchemaAt(schema: Schema, path: Path): Schema | undefined {
  return schemasAt(schema, path).flatMap(option =>
    option instanceof z.ZodRecord ? [option.def.keyType] : [],
  )[0];
}

function optionsOf(schema: Schema): Schema[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return optionsOf(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) return optionsOf(schema.def.in);
  return schema instanceof z.ZodUnion
    ? schema.def.options.flatMap(optionsOf)
    : [schema];
}

function childrenOf(schema: Schema, part: string | number): Schema[] {
  if (schema instanceof z.ZodObject) {
    return Object.hasOwn(schema.shape, part) ? [schema.shape[part]] : [];
  }
  if (schema instanceof z.ZodRecord) return [schema.def.valueType];
  return schema instanceof z.ZodArray ? [schema.def.element] : [];
}
