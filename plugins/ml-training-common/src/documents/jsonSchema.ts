import { z } from 'zod';
import { sections, specification } from './specification';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Brings in the text of a file. */
const FILE: JsonSchema = {
  type: 'object',
  properties: { file: { type: 'string' } },
  required: ['file'],
  additionalProperties: false,
};

/**
 * The specification as JSON Schema, for completion and hints in an editor. Draft 7,
 * which editors know. What zod alone can judge (days of the calendar, references)
 * is left to `trainyard validate`.
 */
export function jsonSchemaOfSpecification(): JsonSchema {
  const schema = z.toJSONSchema(specification, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      const { fromFile, law, ...own } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, fromFile ? orFile(own) : own);
    },
  });
  return {
    ...schema,
    title: 'Trainyard pipeline specification',
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [
        name,
        Object.hasOwn(sections, name) && typeof property === 'object'
          ? orFile(property)
          : property,
      ]),
    ),
  };
}

function orFile({
  description,
  default: value,
  ...written
}: JsonSchema): JsonSchema {
  return {
    description,
    ...(value !== undefined && { default: value }),
    anyOf: [written, FILE],
  };
}

/** What stands in place of a file, and whether it may be a file. */
export function inPlace(schema: JsonSchema): {
  schema: JsonSchema;
  orFile: boolean;
} {
  const [first, second] = schema.anyOf ?? [];
  const isFile = typeof second === 'object' && second.properties?.file;
  return isFile && typeof first === 'object'
    ? { schema: first, orFile: true }
    : { schema, orFile: false };
}
