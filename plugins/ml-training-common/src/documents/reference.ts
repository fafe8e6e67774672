import {
  inPlace,
  jsonSchemaOfSpecification,
  type JsonSchema,
} from './jsonSchema';
import { sections } from './specification';

interface Row {
  readonly key: string;
  readonly type: string;
  readonly needed: string;
  readonly meaning: string;
}

const INTRODUCTION = [
  '# The specification',
  '',
  '<!-- Generated from the schemas in plugins/ml-training-common/src/documents. Do not edit. -->',
  '',
  'One document, `pipeline.yaml`, in YAML 1.2. Any section may stand in a file of its own: `dataset: {file: dataset.yaml}`;',
  'paths are relative to the folder of `pipeline.yaml` and stay inside it. Bare days are whole days in UTC, ends included.',
  '`<name>` stands for a name of your own; § is a section of *Training Orchestration and Reproducibility*.',
  '',
];

/** Between ways to write the same thing. */
const OR: Row = { key: 'or', type: '', needed: '', meaning: '' };

/**
 * The reference of the specification as Markdown: every key with its type, its
 * default and its meaning, from the same schemas that read it.
 */
export function specificationReference(): string {
  const { properties = {}, required = [] } = jsonSchemaOfSpecification();
  const known = Object.entries(properties).filter(
    (entry): entry is [string, JsonSchema] => typeof entry[1] === 'object',
  );
  const head = known.filter(([name]) => !Object.hasOwn(sections, name));
  return [
    ...INTRODUCTION,
    '## At the top',
    '',
    ...table(
      head.flatMap(([name, one]) => rowsOf(name, one, required.includes(name))),
    ),
    ...known
      .filter(([name]) => Object.hasOwn(sections, name))
      .flatMap(([name, section]) => [
        `## ${name}`,
        '',
        section.description ?? '',
        '',
        ...writtenAs(inPlace(section).schema),
        ...table(rowsBelow('', inPlace(section).schema)),
      ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

/** Said of sections that are no maps, as their table shows only what is below them. */
function writtenAs(schema: JsonSchema): string[] {
  return schema.type === 'array' ? [`Written as: ${typeOf(schema)}.`, ''] : [];
}

function table(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  return [
    '| Key | Type | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ key, type, needed, meaning }) =>
        `| ${key === OR.key ? '*or*' : code(key)} | ${cell(type)} | ${cell(needed)} | ${cell(meaning)} |`,
    ),
    '',
  ];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ');
}

/** A row for a key, and one for each key below it. */
function rowsOf(key: string, property: JsonSchema, required: boolean): Row[] {
  const { schema, orFile } = inPlace(property);
  return [
    {
      key,
      type: `${typeOf(schema)}${orFile ? ', or {file: …}' : ''}`,
      needed: defaultOf(property, required),
      meaning: property.description ?? schema.description ?? '',
    },
    ...rowsBelow(key, schema),
  ];
}

function rowsBelow(key: string, schema: JsonSchema): Row[] {
  const prefix = key === '' ? '' : `${key}.`;
  const options = optionsOf(schema);
  if (options.length > 0) {
    return options
      .map(option => rowsBelow(key, option))
      .filter(rows => rows.length > 0)
      .flatMap((rows, i) => (i === 0 ? rows : [OR, ...rows]));
  }
  const { additionalProperties: values, items, properties = {} } = schema;
  if (isSchema(values) && values.$ref === undefined) {
    return isPlain(values) ? [] : rowsBelow(`${prefix}<name>`, values);
  }
  if (isSchema(items) && !isPlain(items))
    return rowsBelow(`${prefix}[]`, items);
  return Object.entries(properties).flatMap(([name, child]) =>
    isSchema(child)
      ? rowsOf(
          `${prefix}${name}`,
          child,
          schema.required?.includes(name) ?? false,
        )
      : [],
  );
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const options = optionsOf(schema);
  if (options.length > 0) {
    return [...new Set(options.map(typeOf))].join(' or ');
  }
  const { items, additionalProperties: values } = schema;
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'true, false';
    case 'array':
      return isSchema(items) ? `list of ${typeOf(items)}` : 'list';
    case 'object':
      return isSchema(values) ? `name: ${typeOf(values)}` : 'map';
    case undefined:
      return 'any value';
    default:
      return [schema.type].flat().join(' or ');
  }
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (required) return '**required**';
  return schema.default === undefined ? '—' : code(schema.default);
}

function optionsOf(schema: JsonSchema): JsonSchema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isSchema);
}

function isPlain(schema: JsonSchema): boolean {
  const options = optionsOf(schema);
  return options.length > 0
    ? options.every(isPlain)
    : schema.properties === undefined && !isSchema(schema.additionalProperties);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
