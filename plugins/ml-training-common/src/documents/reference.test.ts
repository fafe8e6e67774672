import {
  inPlace,
  jsonSchemaOfSpecification,
  type JsonSchema,
} from './jsonSchema';
import { specificationReference } from './reference';
import { sections, specification } from './specification';

const schema = jsonSchemaOfSpecification();

/** Keys whose schema has no description, with their paths. */
function undescribed(node: JsonSchema, path: string): string[] {
  const {
    properties = {},
    additionalProperties,
    items,
    anyOf = [],
    oneOf = [],
  } = node;
  return [
    ...Object.entries(properties).flatMap(([key, child]) =>
      typeof child === 'object'
        ? [
            ...(child.description || key === 'file' ? [] : [`${path}.${key}`]),
            ...undescribed(child, `${path}.${key}`),
          ]
        : [],
    ),
    ...[additionalProperties, items, ...anyOf, ...oneOf].flatMap(child =>
      typeof child === 'object' && !Array.isArray(child)
        ? undescribed(child, path)
        : [],
    ),
  ];
}

describe('jsonSchemaOfSpecification', () => {
  it('describes every key', () => {
    expect(undescribed(schema, '')).toEqual([]);
  });

  it('knows every section, in place or from a file', () => {
    for (const name of Object.keys(sections)) {
      const property = schema.properties?.[name] as JsonSchema;
      expect([name, inPlace(property).orFile]).toEqual([name, true]);
    }
    expect(schema.properties?.pipeline).not.toHaveProperty('anyOf');
  });

  it('lets SQL come from a file', () => {
    const { tables } = schema.properties as Record<string, JsonSchema>;
    const table = inPlace(tables).schema.additionalProperties as JsonSchema;
    const sql = table.properties?.sql as JsonSchema;
    expect(inPlace(sql)).toEqual({
      orFile: true,
      schema: { type: 'string', minLength: 1 },
    });
  });

  it('refuses unknown keys, wants only what has no default, and holds no mark of ours', () => {
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(['spec_version', 'pipeline']);
    expect(JSON.stringify(schema)).not.toMatch(/"fromFile"|"law"/);
  });
});

describe('specificationReference', () => {
  const page = specificationReference();

  it('has a heading for every section and a row for every key at the top', () => {
    for (const name of Object.keys(specification.shape)) {
      const mark = Object.hasOwn(sections, name)
        ? `\n## ${name}\n`
        : `| \`${name}\` |`;
      expect(page).toContain(mark);
    }
  });

  it('tells type, default and meaning of a key deep inside', () => {
    expect(page).toContain(
      '| `split.embargo_days` | whole number | `0` | Days cut from the start',
    );
    expect(page).toContain(
      '| `<name>.sql` | text, or {file: …} | **required** |',
    );
    expect(page).toContain(
      '| `<name>.<name>.windows` | list of text | **required** |',
    );
  });

  it('is the same each time, and ends with one line end', () => {
    expect(specificationReference()).toBe(page);
    expect(page).toMatch(/[^\n]\n$/);
  });
});
